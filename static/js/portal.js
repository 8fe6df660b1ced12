// Menus, dialogs, questions and the guard against double submits. Every page works without this file.

// Words of people are German; on a page in another language an element says so (core/language.py). For the other
// scripts as well: they cannot import each other, because their names change with their content.
self.inLanguages = (text, german = []) => {
  const found = document.documentElement.lang === "de" ? "" : german.find((words) => words && text.includes(words));
  if (!found) return [text];
  const at = text.indexOf(found);
  const said = Object.assign(document.createElement("span"), { lang: "de", textContent: found });
  return [text.slice(0, at), said, ...inLanguages(text.slice(at + found.length), german)];
};
// Which words in the attributes of an element are German.
self.germanIn = (element) => JSON.parse(element?.dataset.german || "[]");

// Modules that only some pages need are named where they are needed: data-module="/static/….js". The one for fields
// (fields.js) comes with the first of them.
const loadModules = (root) => {
  root.querySelectorAll("[data-module]").forEach((element) => import(element.dataset.module));
  if (root.querySelector("textarea, input:not([type=hidden])")) import(document.querySelector("[data-field-module]").dataset.fieldModule);
};
loadModules(document);
document.addEventListener("htmx:load", (event) => loadModules(event.target));

// --- errors of a form: they get the focus also when the address names a place in the page, as it does after
// the skip link; the browser then ignores autofocus -------------------------------------------------------
addEventListener("load", () => location.hash && setTimeout(() => document.querySelector("[autofocus]")?.focus()));

// --- menus: Escape closes and gives the focus back, a click elsewhere closes, and so does what was chosen
// where the answer appears in the same page ---------------------------------------------------------------
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target) || event.target.closest("[hx-get]")) menu.open = false;
  });
});

// A menu that has no room to its right opens to the left.
document.addEventListener("toggle", ({ target }) => {
  const body = target.matches?.("details.menu[open]") && target.querySelector(".menu-body");
  if (!body) return;
  body.classList.remove("to-left");
  body.classList.toggle("to-left", body.getBoundingClientRect().right > document.documentElement.clientWidth);
}, true);

// --- dialogs: a link to a page that also stands on this page as <dialog> -------------------------------
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
});

// --- questions: data-confirm on a form. Without scripts it leads by GET to a page that asks; here a dialog asks,
// whose button says what will be done, and then it is sent by POST ----------------------------------------
function sendByPost(form) {
  if (form.hasAttribute("hx-post")) return; // fragments.js sends the token along
  form.method = "post";
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && !form.elements.csrfmiddlewaretoken) form.append(token.cloneNode());
}
const seenWords = (button) => {
  const words = button.cloneNode(true);
  words.querySelectorAll(".sr-only, .kern-sr-only").forEach((part) => part.remove());
  return words.textContent.trim();
};
const confirmed = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = form.dataset.confirm;
  const dialog = document.getElementById("rueckfrage");
  if (!words || !dialog || confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-question]").replaceChildren(...inLanguages(words, germanIn(form)));
  if (event.submitter) dialog.querySelector("[value=ja] .kern-label").textContent = seenWords(event.submitter);
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "ja") return;
    confirmed.add(form);
    sendByPost(form);
    form.requestSubmit(event.submitter);
  };
  dialog.showModal();
}, true);

// --- sending twice: the second click waits for the answer to the first ---------------------------------
const submitButtons = (form) => [...form.elements].filter((element) => element.type === "submit");
const release = (form) => {
  delete form.dataset.sent;
  submitButtons(form).forEach((button) => {
    if (button.dataset.waiting) { button.disabled = false; delete button.dataset.waiting; }
  });
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  // After this turn, so that the name and value of the pressed button still travel along.
  setTimeout(() => submitButtons(form).forEach((button) => {
    if (!button.disabled) { button.disabled = true; button.dataset.waiting = "1"; }
  }));
  setTimeout(() => release(form), 15000);
});
// Coming back with the browser's button shows the old page as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// --- one answer to all groups of a form: data-choose says what is told afterwards -------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  event.preventDefault();
  button.form.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = radio.value === button.value; });
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.choose;
});

// --- copying: data-copy names a field; where a browser does not allow it, the field is chosen to be copied ----
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { return; }
  button.querySelector(".kern-label").textContent = button.dataset.done;
});

// --- printing: a link that works as a button only with scripts -----------------------------------------
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// --- printing: nobody can open anything on paper; where portal.css cannot show what is folded, this opens it ---
const shut = [];
if (!CSS.supports("selector(::details-content)")) {
  addEventListener("beforeprint", () => {
    shut.push(...document.querySelectorAll("main details:not([open], .menu)"));
    shut.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => shut.splice(0).forEach((each) => { each.open = false; }));
}
