// Who writes where. The browser says every few seconds in which section the focus is, and hears of the others.
// A hint, never a lock: whether a text may be saved decides its version alone.

const EVERY = 15000; // milliseconds; the server believes three times as long
const SOON = 250;

const words = document.getElementById("speicherworte").dataset;
const form = document.getElementById("schreiben");
let here = null; // the section that has the focus
let timer;

const sections = () => [...document.querySelectorAll("[data-autosave]")].filter((element) => element.writing);
const say = (template, name) => template.replace("%(name)s", name);

async function beat({ take = false, leaving = false } = {}) {
  clearTimeout(timer);
  if (!leaving) timer = setTimeout(beat, EVERY);
  const all = sections();
  if (!all.length || (document.hidden && !leaving)) return;
  const data = new URLSearchParams({
    section: (!leaving && here?.dataset.section) || "",
    known: all.map((element) => `${element.dataset.section}:${element.writing.version}`).join(" "),
  });
  if (take) data.set("take", "1");
  try {
    const response = await fetch(form.dataset.presence, {
      method: "POST", body: data, redirect: "manual", keepalive: leaving,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
    });
    const isAnswer = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    if (isAnswer && !leaving) (await response.json()).sections.forEach(draw);
  } catch { /* without connection nobody is seen */ }
}

function draw(state) {
  const element = document.querySelector(`[data-autosave][data-section="${state.section}"]`);
  if (!element?.writing) return;
  const { writing } = element;
  tellWriter(element, state.writer);
  if (state.body === undefined) return;
  writing.renew(state, state.writer ? say(words.renewed, state.writer) : words.renewedUnnamed);
}

function tellWriter(element, name) {
  const isHere = element === here;
  const wasMine = isHere && element.dataset.mine === "1";
  element.dataset.mine = isHere && !name ? "1" : "";
  if (!name) return show(element, "");
  const box = element.querySelector("[data-writer]");
  if (wasMine) {
    element.writing.save();
    show(element, "took", say(words.took, name));
  } else if (!(isHere && box.dataset.state === "took")) {
    show(element, isHere ? "now" : "writes", say(isHere ? words.writesNow : words.writes, name));
  }
}

function show(element, state, text = "") {
  const box = element.querySelector("[data-writer]");
  const line = box.querySelector("[data-writer-text]");
  if (box.dataset.state === state && line.textContent === text) return;
  const hadFocus = box.contains(document.activeElement);
  box.dataset.state = state;
  box.hidden = !state;
  line.textContent = text;
  box.querySelector("[data-take]").hidden = state === "writes";
  if (hadFocus && !state) element.writing.field.focus();
  if (state === "now" || state === "took") element.writing.speak(text);
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-take]")?.closest("[data-autosave]");
  if (!element) return;
  here = element;
  element.writing.field.focus();
  beat({ take: true });
});

function look() {
  const now = document.activeElement?.closest?.("[data-autosave]") ?? null;
  if (now === here) return;
  if (here) here.dataset.mine = "";
  here = now;
  beat();
}
document.addEventListener("focusin", () => setTimeout(look, SOON));
document.addEventListener("focusout", () => setTimeout(look, SOON));
document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
addEventListener("pagehide", () => beat({ leaving: true }));
look();
beat();
