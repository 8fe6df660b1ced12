// Passages of the minutes: see which words a comment is about, and mark words to say something about them.
// Words are counted as minutes/text/passages.py counts them. Without this file the forms ask for the words.

const SPACE = /[ \t\n\r\f\v\u00a0]/;
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

// --- marking: loaded with the first marked words (marking.js) ----------------------------------------------
let coming = null;
let pause;
document.addEventListener("selectionchange", () => {
  if (!document.getElementById("stellenwahl") || (!coming && getSelection().isCollapsed)) return;
  coming ??= import(talk.markingModule).then(({ marking }) => marking({ wordsOf, rangeOf, talk }), () => { coming = null; });
  clearTimeout(pause);
  pause = setTimeout(() => coming?.then((offer) => offer?.()), 120);
});

gather();
document.addEventListener("htmx:afterSettle", gather);
