// Suggestions that want the same words: choosing one takes the others out of the choice.
// Without this file the server refuses both and names them.

const boxes = [...document.querySelectorAll("input[data-rivals]")];
const rivalsOf = (box) => box.dataset.rivals.trim().split(" ").map((key) => document.getElementById(`wahl-${key}`));

function update() {
  for (const box of boxes) {
    const taken = rivalsOf(box).some((rival) => rival?.checked);
    box.disabled = taken && !box.checked;
  }
}
document.addEventListener("change", (event) => event.target.matches?.("input[data-rivals]") && update());
update();
