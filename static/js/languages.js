// Words of people are German; on a page in another language an element says so (core/language.py).

// `text` as nodes, with the words that are German in an element of their own.
export function inLanguages(text, german = []) {
  const found = document.documentElement.lang === "de" ? "" : german.find((words) => words && text.includes(words));
  if (!found) return [text];
  const at = text.indexOf(found);
  const said = Object.assign(document.createElement("span"), { lang: "de", textContent: found });
  return [text.slice(0, at), said, ...inLanguages(text.slice(at + found.length), german)];
}

// Which words in the attributes of an element are German.
export const germanIn = (element) => JSON.parse(element?.dataset.german || "[]");
