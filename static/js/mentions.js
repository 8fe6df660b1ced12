// »@« in a comment offers the names of those who may read it: a combobox as ARIA describes it.
// Without this file one types the short name, which works as well.

const WAIT = 150;
const BEFORE_CARET = /(?:^|[\s([{»"'*_])@([\p{L}\p{N}.-]{0,40})$/u;

let field = null; // the textarea whose list is open
let list = null;
let names = [];
let active = 0;
let timer;
let asked = 0;

const typed = (area) => {
  const before = area.value.slice(0, area.selectionStart);
  const match = area.selectionStart === area.selectionEnd && before.match(BEFORE_CARET);
  return match ? { text: match[1], start: before.length - match[1].length - 1 } : null;
};

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-names]")) return;
  clearTimeout(timer);
  if (!typed(area)) return close();
  timer = setTimeout(() => offer(area), WAIT);
});

async function offer(area) {
  const wanted = typed(area);
  if (!wanted) return close();
  const turn = ++asked;
  let found = [];
  try {
    const response = await fetch(`${area.dataset.names}?q=${encodeURIComponent(wanted.text)}`);
    found = response.ok && !response.redirected ? (await response.json()).names : [];
  } catch { /* offline: typing goes on */ }
  if (turn !== asked || document.activeElement !== area) return;
  if (!found.length) return close();
  open(area, found);
}

function open(area, found) {
  close();
  field = area;
  names = found;
  active = 0;
  list = document.createElement("ul");
  list.className = "names";
  list.id = `${area.id}-namen`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.labels?.[0]?.textContent.trim() || "");
  names.forEach((name, index) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${index}`;
    option.setAttribute("role", "option");
    option.textContent = `${name.name} (@${name.slug})`;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(index); });
    list.append(option);
  });
  area.after(list);
  area.parentElement.classList.add("names-anchor");
  area.setAttribute("role", "combobox");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-expanded", "true");
  area.setAttribute("aria-controls", list.id);
  show();
}

function show() {
  [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
  field.setAttribute("aria-activedescendant", list.children[active].id);
  list.children[active].scrollIntoView({ block: "nearest" });
}

function close() {
  asked += 1;
  if (!field) return;
  for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant"]) {
    field.removeAttribute(name);
  }
  list.remove();
  field = list = null;
}

function choose(index) {
  const area = field;
  const { start } = typed(area) || {};
  if (start === undefined) return close();
  const rest = area.value.slice(area.selectionStart);
  const words = `@${names[index].slug}${/^[\s.,;:!?)]/.test(rest) ? "" : " "}`;
  close();
  area.setRangeText(words, start, area.selectionStart, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (!field || event.target !== field || event.isComposing) return;
  const count = names.length;
  const acts = {
    ArrowDown: () => { active = (active + 1) % count; show(); },
    ArrowUp: () => { active = (active - 1 + count) % count; show(); },
    Enter: () => choose(active),
    Tab: () => choose(active),
    Escape: close,
  };
  const act = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}, true);

document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
