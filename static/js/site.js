// What makes a good page a little better. Everything works without it.

// Older browsers do not know autofocus on anything but a field.
if (!("autofocus" in HTMLElement.prototype)) {
  document.querySelector(".error-summary")?.focus();
}

// A second press within a second is the same press. The server would answer it once as
// well; this only spares the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt ?? 0) < 1000) event.preventDefault();
  else form.dataset.sentAt = now;
});
