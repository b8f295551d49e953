// The note on the waiting list, and the buttons, follow the choice as it is made.
const form = document.getElementById("signup");
const note = document.getElementById("waiting-note");
const buttons = document.querySelectorAll("[name=register][data-waiting]");

function leadsToWaiting() {
  const [category, way] = ["category", "attendance"].map((name) =>
    form.querySelector(`[name=${name}]:checked`),
  );
  return Boolean(way) && (category?.dataset.full ?? "").split(" ").includes(way.value);
}

if (note) {
  const follow = () => {
    const waits = leadsToWaiting();
    note.hidden = !waits;
    buttons.forEach((button) => {
      button.value = waits ? button.dataset.waiting : button.dataset.register;
    });
  };
  form.addEventListener("change", follow);
  // What a browser fills in when one comes back is chosen without a change.
  window.addEventListener("pageshow", follow);
}
