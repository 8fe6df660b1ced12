// Passages of the minutes: mark words to say something about them, and see which words a comment is about.
// Words are counted as minutes/text/passages.py counts them. Without this file the forms ask for the words.

const SPACE = /[ \t\n\r\f\v\u00a0]/;
const LONGEST = 1000; // what an address can carry
const talk = document.getElementById("textstellen")?.dataset ?? {};
const canPaint = "highlights" in CSS;
const ours = (node) => node.parentElement.closest(".mark-link");

// --- words of a section: the text, and for each of its characters the node it stands in --------------------
function wordsOf(prose) {
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const characters = [];
  const places = [];
  let gap = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (ours(node)) continue;
    let at = 0;
    for (const character of node.data) {
      if (SPACE.test(character)) gap ??= [node, at];
      else {
        if (gap && characters.length) { characters.push(" "); places.push([...gap, 1]); }
        gap = null;
        characters.push(character);
        places.push([node, at, character.length]);
      }
      at += character.length;
    }
  }
  return { characters, places };
}

function rangeOf(words, start, end) {
  const [first, last] = [words.places[start], words.places[end - 1]];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first[0], first[1]);
  range.setEnd(last[0], last[1] + last[2]);
  return range;
}

// --- what comments are about --------------------------------------------------------------------------------
// The text itself stays as it is: copying, printing and searching it see no marks. At its end a passage has a
// small link to its comment, for those who see no colours and for the keyboard.
const passages = new Map(); // key of the thread → { range, thread, prose, link }
const all = canPaint ? new Highlight() : null;
const one = canPaint ? new Highlight() : null;
if (canPaint) { CSS.highlights.set("passage", all); CSS.highlights.set("passage-now", one); one.priority = 1; }

function gather() {
  document.querySelectorAll(".mark-link").forEach((link) => { const at = link.parentNode; link.remove(); at.normalize(); });
  all?.clear();
  passages.clear();
  for (const passage of document.querySelectorAll(".passage")) {
    const threads = [...passage.querySelectorAll(".thread")].filter((thread) => thread.querySelector("[data-place]"));
    const prose = passage.querySelector(".item > .prose");
    if (!threads.length || !prose) continue;
    const words = wordsOf(prose);
    for (const thread of threads) {
      const [start, end] = thread.querySelector("[data-place]").dataset.place.split(" ").map(Number);
      const quote = thread.querySelector("[data-quote]");
      const range = rangeOf(words, start, end);
      const shown = words.characters.slice(start, end).join("");
      if (!range || (quote && quote.textContent.trim() !== shown)) continue; // an older page: better no mark
      passages.set(thread.id, { range, thread, prose, shown });
    }
  }
  // Links go in from the end of each text, so that they do not shift what is still to come.
  for (const [id, passage] of [...passages].reverse()) {
    if (!passage.thread.classList.contains("settled")) {
      all?.add(passage.range);
      addLink(id, passage);
    }
  }
}

function addLink(id, passage) {
  const link = document.createElement("a");
  link.className = "mark-link";
  link.href = `#${id}`;
  link.dataset.thread = id;
  const icon = document.createElement("span");
  icon.className = "kern-icon kern-icon--comment kern-icon--small";
  icon.setAttribute("aria-hidden", "true");
  link.setAttribute("aria-label", talk.link.replace("{words}", passage.shown.slice(0, 60)));
  link.append(icon);
  const end = passage.range.cloneRange();
  end.collapse(false);
  end.insertNode(link); // ranges are alive: all passages keep their words
  passage.link = link;
}

let shown = null;
function point(id) {
  if (shown === id) return;
  passages.get(shown)?.thread.classList.remove("active");
  passages.get(shown)?.link?.classList.remove("active");
  one?.clear();
  shown = id;
  const passage = passages.get(id);
  if (!passage) return;
  one?.add(passage.range);
  passage.thread.classList.add("active");
  passage.link?.classList.add("active");
}

const threadAt = (target) => target.closest?.(".mark-link")?.dataset.thread
  ?? target.closest?.(".thread")?.id ?? null;

// Hovering words: which passage is under the pointer; the narrowest, where several lie above each other.
function passageAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  if (!node) return null;
  let best = null;
  for (const [id, { range: words, shown: text, thread }] of passages) {
    if (thread.classList.contains("settled") || !words.isPointInRange(node, offset)) continue;
    if (!best || text.length < passages.get(best).shown.length) best = id;
  }
  return best;
}

let waiting = 0;
document.addEventListener("pointermove", (event) => {
  if (waiting || !passages.size) return;
  waiting = requestAnimationFrame(() => {
    waiting = 0;
    const inText = event.target.closest?.(".item > .prose");
    const focused = document.activeElement && threadAt(document.activeElement);
    point(threadAt(event.target) ?? (inText ? passageAt(event.clientX, event.clientY) : null) ?? focused);
  });
});
document.addEventListener("focusin", (event) => point(threadAt(event.target)));

document.addEventListener("click", (event) => {
  const toPassage = event.target.closest?.("a[data-place]");
  const toThread = event.target.closest?.(".mark-link");
  if (toPassage) {
    const passage = passages.get(toPassage.closest(".thread").id);
    if (!passage) return; // the link leads to the section
    event.preventDefault();
    const box = passage.range.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top - innerHeight / 3 });
    (passage.link ?? passage.prose).focus({ preventScroll: true });
    point(toPassage.closest(".thread").id);
  } else if (toThread) {
    event.preventDefault();
    const { thread } = passages.get(toThread.dataset.thread);
    thread.scrollIntoView({ block: "nearest" });
    thread.focus({ preventScroll: true });
  } else if (event.target.closest?.(".item > .prose") && getSelection().isCollapsed && !event.target.closest("a")) {
    const id = passageAt(event.clientX, event.clientY);
    if (id) passages.get(id).thread.scrollIntoView({ block: "nearest" });
  }
});

// --- marking ------------------------------------------------------------------------------------------------
const tools = document.getElementById("stellenwahl")?.content.firstElementChild;
let marked = null; // { threads, start, quote }

function markedWords() {
  const selection = getSelection();
  if (!tools || selection.isCollapsed || !selection.rangeCount) return null;
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
  if (!found) { if (!tools?.contains(document.activeElement)) hide(); return; }
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
  if (tools) tools.hidden = true;
}

let pause;
document.addEventListener("selectionchange", () => { clearTimeout(pause); pause = setTimeout(offer, 120); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && marked && !tools.hidden) { hide(); getSelection().removeAllRanges(); }
});
tools?.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the words marked
tools?.addEventListener("click", (event) => {
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

gather();
document.addEventListener("htmx:afterSettle", gather);
