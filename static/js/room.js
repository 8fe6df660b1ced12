// In the meeting: the clock counts on from what the server said, and keys answer for a person on the list.
// Without this file the page shows the times of when it was made, and the buttons work by themselves.

// --- the clock: data-timer holds the seconds as of the making of the page -------------------------------
const loaded = Date.now();
const clock = document.querySelector("[data-over-one]");

function face(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick() {
  const passed = Math.floor((Date.now() - loaded) / 1000);
  document.querySelectorAll("[data-timer]").forEach((timer) => {
    const seconds = Number(timer.dataset.timer) + passed;
    timer.textContent = face(seconds);
    if ("tellsOver" in timer.dataset) tellOver(seconds, Number(timer.dataset.planned));
  });
}

function tellOver(seconds, planned) {
  const place = clock.querySelector("[data-over]");
  const over = planned ? Math.floor(seconds / 60) - planned : 0;
  place.hidden = over <= 0;
  const words = over === 1 ? clock.dataset.overOne : clock.dataset.overMany.replace("{n}", over);
  if (over > 0 && place.lastElementChild.textContent !== words) place.lastElementChild.textContent = words;
}

if (document.querySelector("[data-timer]")) {
  tick();
  setInterval(tick, 1000);
}

// What the clock does now is read out; the page came anew, and a text that was there from the start is not.
// Whoever was quicker than that hears of the own click, and is not told of the clock over it.
const told = clock && document.querySelector(".messages .notice");
const voice = document.getElementById("ansage");
if (told) setTimeout(() => { voice.textContent ||= told.textContent.trim(); }, 300);

// --- keys: only while a button of the list has the focus, so that they meet neither typing nor reading ----
document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[data-answers] button");
  if (!button || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    return neighbour(button, event.key === "ArrowDown" ? 1 : -1)?.focus();
  }
  const wanted = button.parentElement.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted || event.repeat) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});

function neighbour(button, step) {
  const rows = [...document.querySelectorAll("[data-answers]")];
  const row = rows[rows.indexOf(button.parentElement) + step];
  return row?.querySelector(`[data-key="${button.dataset.key}"]`);
}
