// What htmx leaves to us: tell what happened, keep the focus in place, show errors without losing the form.

const words = document.getElementById("worte").dataset;
const voice = document.getElementById("ansage");
const toast = document.getElementById("kurzmeldung");
let timer;

function tell(text, german) {
  voice.textContent = "";
  setTimeout(() => voice.replaceChildren(...inLanguages(text, german)), 50); // a change is read out, a repetition is not
  toast.replaceChildren(...inLanguages(text, german));
  settle();
  clearTimeout(timer);
  timer = setTimeout(() => { toast.textContent = ""; }, 6000);
}
// The short message takes a place where nothing else stands: along the lower edge, then further up. Where there
// is none, it takes the lower edge for itself, and the page can be scrolled out from under it.
const CONTENT = "a, button, input, textarea, select, summary, label, p, li, dt, dd, th, td, h1, h2, h3, h4, b, span, img, svg, pre";
const GAP = 12;
function settle() {
  toast.className = "toast";
  const { width, height } = toast.getBoundingClientRect();
  const taken = [...document.querySelectorAll(CONTENT)].filter((each) => !toast.contains(each))
    .flatMap((each) => [...each.getClientRects()]).filter((box) => box.width > 1 && box.height > 1);
  const right = document.documentElement.clientWidth - width - GAP;
  for (let top = innerHeight - height - GAP; top >= GAP; top -= height / 2) {
    for (const left of [right, right / 2, GAP]) {
      const touches = (box) => box.left < left + width + GAP && box.right > left - GAP
        && box.top < top + height + GAP && box.bottom > top - GAP;
      if (!taken.some(touches)) return Object.assign(toast.style, { top: `${top}px`, left: `${left}px` });
    }
  }
  Object.assign(toast.style, { top: "", left: "" });
  toast.className = "toast edge";
  const hidden = document.activeElement.getBoundingClientRect().bottom - (innerHeight - toast.offsetHeight);
  if (document.activeElement !== document.body && hidden > 0) scrollBy(0, hidden + GAP);
}
document.addEventListener("tell", ({ detail: { text, german } }) => tell(text, german));
document.addEventListener("saved", ({ detail }) => detail?.message && tell(detail.message, detail.german));

// Errors of the form come with 409 or 422; other errors bring a notice of their own and name its place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 400) return document.querySelector(`#hinweis [data-outage=${requestConfig.verb}]`)?.remove();
  const placed = xhr.getResponseHeader("HX-Retarget");
  event.detail.shouldSwap = Boolean(placed) || [409, 422].includes(xhr.status);
  event.detail.isError = !event.detail.shouldSwap; // what is shown in the page needs no line in the console
  if (!event.detail.shouldSwap) tell(words.failed);
});
document.addEventListener("htmx:sendError", () => tell(words.offline));
document.addEventListener("htmx:timeout", () => tell(words.offline));

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt ?? event.target;
  const spoken = part.querySelector?.("[data-announce]");
  if (spoken) tell(spoken.textContent.trim(), [...spoken.querySelectorAll("[lang=de]")].map((part) => part.textContent));
  const token = part.querySelector?.("[data-csrf]")?.dataset.csrf;
  if (token) renewToken(token);
  const wanted = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  if (wanted) focusOn(wanted);
  else if (document.activeElement === document.body && !part.matches?.("[data-quiet]")) focusOn(part); // the focused element was swapped away
});

// What gets the focus is seen: of a field all of it and the form around it, of a longer part its beginning.
function focusOn(element) {
  if (!element.isConnected) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  const isField = element.matches("input, textarea, select");
  if (isField) element.closest("form")?.scrollIntoView({ block: "nearest" });
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || (isField ? bottom : top) > innerHeight) element.scrollIntoView({ block: "nearest" });
}

// Forms send the token that stands in them. Beside them only a link or form of ours that says so with data-token or data-confirm
// gets it: markup that somehow got into a page could not act with the rights of its reader.
document.addEventListener("htmx:configRequest", ({ detail: { elt, headers } }) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && elt.matches("a[data-token], form[data-confirm]")) headers["X-CSRFToken"] = token.value;
});

// Signing in anew in another tab changed the token; forms on this page take the new one.
function renewToken(token) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
}

// A second click while the first is on its way: htmx forms wait as the others do.
const buttonsOf = (event) => {
  const form = event.detail.requestConfig?.triggeringEvent?.type === "submit" && event.target.closest?.("form");
  return form ? [...form.elements].filter((element) => element.type === "submit") : [];
};
document.addEventListener("htmx:beforeSend", (event) => buttonsOf(event).forEach((button) => {
  if (!button.disabled) { button.disabled = true; button.dataset.waiting = "1"; }
}));
document.addEventListener("htmx:afterRequest", (event) => buttonsOf(event).forEach((button) => {
  if (button.dataset.waiting) { button.disabled = false; delete button.dataset.waiting; }
}));

// --- what only forms need: the style sheets that are disabled where a page begins without fields (browsers have
// not fetched them then), what fields can do (fields.js) and what keeps their words (keep.js). It comes when somebody
// points to what opens a form, and no form is asked for before it is there ------------------------------------
const { fieldModule, keepModule, unsentModule } = document.querySelector("[data-field-module]").dataset;
const later = document.querySelectorAll("link[rel=stylesheet][disabled]");
const fetched = (link) => new Promise((done) => {
  link.onload = link.onerror = done;
  setTimeout(done, 3000); // on a slow line better a plain form than none
  link.disabled = false;
});
let coming = null;
let isReady = false;
const prepare = () => coming ??= Promise.all([import(fieldModule), import(keepModule), ...[...later].map(fetched)])
  .then(() => { isReady = true; }, () => { coming = null; }); // no connection: the next form tries again
["pointerover", "focusin"].forEach((type) => document.addEventListener(type, ({ target }) => {
  if (target.closest?.("[hx-get], .mark-tools")) prepare();
}));
document.addEventListener("htmx:confirm", (event) => {
  if (isReady || event.detail.verb !== "get") return;
  event.preventDefault();
  prepare().then(() => event.detail.issueRequest(true));
});

// Copies of words in this browser (keep.js): those of fields on this page, those that the page before has sent, and
// minutes that wait to be sent (unsent.js). Signing out removes them all.
const stored = (kind, start) => { try { return Object.keys(self[kind]).filter((key) => key.startsWith(start)); } catch { return []; } };
const keepIn = (root) => { if (root.querySelector("[data-keep]")) prepare(); };
const sendLeft = () => { if (stored("localStorage", `text:${document.body.dataset.reader}:abschnitt-`).length) import(unsentModule); };
if (stored("sessionStorage", "text-sent").length) prepare();
keepIn(document);
sendLeft();
document.addEventListener("htmx:load", (event) => keepIn(event.target));
addEventListener("online", sendLeft);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-signout]")) stored("localStorage", "text:").forEach((key) => localStorage.removeItem(key));
});
