// What makes a good page a little better. Everything works without it.

// Older browsers do not know autofocus on anything but a field.
if (!("autofocus" in HTMLElement.prototype)) {
  document.querySelector("[autofocus]")?.focus();
}

// A second press within a second is the same press. The server would answer it once as
// well; this only spares the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt ?? 0) < 1000) event.preventDefault();
  else form.dataset.sentAt = now;
});

// A page that comes back by Back has been sent by another press.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sentAt;
});

// The bar of days scrolls inside itself: the day that is shown comes into view.
const days = document.querySelector(".days ul");
const shown = days?.querySelector("[aria-current]");
if (shown) days.scrollLeft = shown.offsetLeft - (days.clientWidth - shown.offsetWidth) / 2;

// What is open above the page closes by Escape, by a press outside, and by a link in it,
// which may lead to a place on the same page.
const opened = () => document.querySelectorAll(".filters [open], .bar-menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  opened().forEach((list) => {
    if (list.contains(document.activeElement)) list.querySelector("summary").focus();
    list.open = false;
  });
});

document.addEventListener("click", ({ target }) => {
  opened().forEach((list) => {
    if (!list.contains(target) || target.closest("a")) list.open = false;
  });
});

// A third clock beside the other two, where the browser's shows another time than both.
// The words for it are at the element of this script, in the language of the page.
const { yourTime, yourZone } = document.currentScript.dataset;
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const comma = language.startsWith("zh") ? "，" : ", ";
const dayInWords = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

function nameOfYourZone() {
  const form = { timeZoneName: "longGeneric" };
  try {
    const parts = new Intl.DateTimeFormat(language, form).formatToParts();
    return parts.find((part) => part.type === "timeZoneName").value;
  } catch {
    // Older browsers know the city alone.
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return timeZone.split("/").pop().replaceAll("_", " ");
  }
}

// A moment on the browser's clock, and in words the day it is there. iso is a time with
// the conference's offset: 2020-07-09T14:00:00+08:00.
function onYourClock(iso) {
  const moment = new Date(iso);
  const there = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString();
  return {
    time: there.slice(11, 16),
    day: dayInWords.format(moment),
    isSameDay: there.slice(0, 10) === iso.slice(0, 10),
    isKnown: there.slice(0, 16) === iso.slice(0, 16),
  };
}

function element(tag, className, ...content) {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...content);
  return made;
}

function addYourClock(clocks) {
  const yours = onYourClock(clocks.dateTime);
  const second = clocks.querySelector(".clock-second b")?.textContent;
  if (yours.isKnown || yours.time === second) return false;
  const clock = element("span", "clock clock-second clock-yours");
  clock.append(element("b", "", yours.time), " ", element("span", "", yourTime));
  if (!yours.isSameDay) {
    clock.append(element("span", "clock-day", comma, element("span", "date", yours.day)));
  }
  clocks.append(clock);
  return true;
}

function endOfSpan(time, day) {
  const end = element("span", "span-end", element("time", "", time));
  if (day) end.prepend(element("span", "span-day", day), " ");
  return end;
}

// From when to when, its days named as in confsite/clocks.py; what it says of the zone
// stands in its own heading.
function addYourSpan(span, zone) {
  const [first, second] = span.children;
  const isos = [...first.querySelectorAll("time")].map((time) => time.dateTime);
  const [starts, ends] = isos.map(onYourClock);
  const known = [...(second?.querySelectorAll("time") ?? [])].map((time) => time.textContent);
  if (starts.isKnown && ends.isKnown) return;
  if (starts.time === known[0] && ends.time === known[1]) return;
  // What ends at midnight does not last into another day.
  const lastDay = dayInWords.format(new Date(isos[1]) - 1);
  const isOneDay = starts.day === lastDay;
  const value = element(
    "dd",
    "",
    endOfSpan(starts.time, isOneDay && starts.isSameDay ? "" : starts.day),
    isOneDay ? "–" : " – ",
    endOfSpan(ends.time, isOneDay ? "" : ends.day),
  );
  span.append(element("div", "", element("dt", "", zone), value));
}

if (yourZone) {
  const zone = yourZone.replace("{zone}", nameOfYourZone());
  const changed = [...document.querySelectorAll("time.clocks")].filter(addYourClock);
  document.querySelectorAll(".span").forEach((span) => addYourSpan(span, zone));
  if (changed.length && !document.querySelector(".span")) {
    const place = document.querySelector(".page-head") ?? changed[0].parentElement;
    place.append(element("p", "quiet your-zone", zone));
  }
}
