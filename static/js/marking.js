// Marking words of the minutes to say something about them; passages.js loads this with the first marked words.

const LONGEST = 1000; // what an address can carry

// Gives back what looks at the selection and offers its tools. Words are counted as passages.js counts them.
export function marking({ wordsOf, rangeOf, talk }) {
  const tools = document.getElementById("stellenwahl").content.firstElementChild;
  let marked = null; // { threads, start, quote }

  function markedWords() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".item > .prose");
    let prose = within(range.startContainer);
    if (!prose) return null;
    const threads = prose.closest(".passage").querySelector(".threads[data-comment]");
    if (!threads) return null;
    const { characters, places } = wordsOf(prose);
    // A selection by triple click ends before the next paragraph; what lies outside the section does not count.
    const isInside = ([node, at, length]) =>
      range.comparePoint(node, at) >= 0 && range.comparePoint(node, at + length) <= 0;
    let start = places.findIndex(isInside);
    let end = places.findLastIndex(isInside) + 1;
    while (start < end && characters[start] === " ") start += 1;
    while (end > start && characters[end - 1] === " ") end -= 1;
    if (start < 0 || end <= start) return null;
    return { threads, prose, range, start, quote: characters.slice(start, end).join("") };
  }

  function offer() {
    const found = markedWords();
    if (!found) { if (!tools.contains(document.activeElement)) hide(); return; }
    const isNew = !marked;
    marked = found;
    const tooLong = [...found.quote].length > LONGEST;
    tools.querySelectorAll("button").forEach((button) => { button.hidden = tooLong; });
    tools.querySelector("[data-too-long]").hidden = !tooLong;
    // In the page it stands behind the text, so that the next tab leads there; on the screen beside the words.
    if (tools.previousElementSibling !== found.prose) found.prose.after(tools);
    tools.hidden = false;
    const box = found.range.getBoundingClientRect();
    const home = found.prose.parentElement.getBoundingClientRect();
    tools.style.top = `${box.bottom - home.top + 8}px`;
    tools.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - tools.offsetWidth))}px`;
    if (isNew) document.getElementById("ansage").textContent = talk.marked;
  }

  function hide() {
    marked = null;
    tools.hidden = true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && marked && !tools.hidden) { hide(); getSelection().removeAllRanges(); }
  });
  tools.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the words marked
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !marked) return;
    const { threads, start, quote } = marked;
    const query = new URLSearchParams({ quote, start, revision: threads.dataset.revision });
    hide();
    getSelection().removeAllRanges();
    const target = `#neu-${threads.dataset.section}`;
    htmx.ajax("GET", `${threads.dataset[button.dataset.kind]}?${query}`, { target, swap: "innerHTML" });
  });

  // --- a form about a passage opens beside it -----------------------------------------------------------------
  // In the margin at the height of the words, before what stands there or lower; where there is no margin, right
  // below the text. A form about the whole section stays at the end.
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target;
    const prose = place?.id.startsWith("neu-") && place.closest(".passage")?.querySelector(".item > .prose");
    const start = place?.querySelector("[name=start]")?.value;
    if (!prose || !start) return;
    const words = wordsOf(prose);
    const length = [...(place.querySelector("[name=quote]")?.value ?? "")].length;
    const range = rangeOf(words, Number(start), Math.min(words.characters.length, Number(start) + length));
    const threads = place.closest(".passage").querySelector(".threads");
    if (!range || !threads) return;
    const { top } = range.getBoundingClientRect();
    if (threads.getBoundingClientRect().left < prose.getBoundingClientRect().right) return prose.after(place);
    const below = [...threads.querySelectorAll(".thread")].find((thread) => thread.getBoundingClientRect().bottom > top);
    threads.insertBefore(place, below ?? threads.querySelector(":scope > .acts"));
    place.style.marginTop = "";
    const gap = top - place.getBoundingClientRect().top;
    if (gap > 0) place.style.marginTop = `${gap}px`;
  });
  // The answer brings the threads anew, with a place at their end; »Abbrechen« leaves an empty one.
  document.addEventListener("htmx:beforeSwap", ({ detail: { target, shouldSwap } }) => {
    if (shouldSwap && target?.matches?.(".threads")) document.getElementById(`neu-${target.id.replace("kommentare-", "")}`)?.remove();
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-dismiss]")?.closest("[id^=neu-]");
    if (place) place.style.marginTop = "";
  });

  return offer;
}
