// Small comforts; every page works without them.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const BEIJING = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
});

// One press of a button is one act. The button comes back when the page does, or when no answer came.
function sendOnce(form) {
  const release = (button, words) => {
    delete form.dataset.sent;
    button?.removeAttribute("aria-disabled");
    if (button && words) button.textContent = words;
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    const words = button?.classList.contains("govuk-button") ? button.textContent : "";
    button?.setAttribute("aria-disabled", "true");
    if (words) button.textContent = document.body.dataset.sending;
    setTimeout(release, 10000, button, words);
    window.addEventListener("pageshow", () => release(button, words), { once: true });
  });
}
document.querySelectorAll("form[method=post]").forEach(sendOnce);

// A draft is kept while it is written: <form data-autosave="URL">; the state is shown, not assumed.
function keepDraft(form) {
  const state = form.querySelector("[data-autosave-state]");
  if (state) form.querySelector(".panel-submit-bar")?.append(state);
  let timer = 0;
  let dirty = false;
  const show = (words, failed = false) => {
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("panel-autosave--failed", failed);
  };
  const parts = () => {
    const data = new FormData(form);
    for (const field of form.querySelectorAll("input[type=password], input[type=file]")) data.delete(field.name);
    return new URLSearchParams(data);
  };
  const save = async (leaving = false) => {
    clearTimeout(timer);
    if (!dirty || form.dataset.sent) return;
    dirty = false;
    if (!leaving) show(form.dataset.autosaveSaving);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: parts(), keepalive: leaving, redirect: "error",
        headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(form.dataset.autosaveSaved.replace("{time}", BEIJING.format(new Date())));
    } catch {
      dirty = true;
      show(form.dataset.autosaveFailed, true);
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
}
document.querySelectorAll("form[data-autosave]").forEach(keepDraft);

// The time left, by the server's clock, not by the visitor's.
function countDown(place) {
  const words = place.dataset;
  const ahead = Date.parse(words.now) - Date.now();
  const ends = Date.parse(words.endsAt);
  const show = () => {
    const left = Math.ceil((ends - Date.now() - ahead) / 60000);
    const [days, hours, minutes] = [Math.floor(left / 1440), Math.floor(left / 60) % 24, left % 60];
    const pattern = left <= 0 ? words.over : days ? words.days : hours ? words.hours : words.minutes;
    place.textContent = pattern.replace("{days}", days).replace("{hours}", hours).replace("{minutes}", minutes);
  };
  show();
  setInterval(show, 15000);
}
document.querySelectorAll("[data-ends-at]").forEach(countDown);

// Work under way: <div data-follow="URL"> asks how far it is, and loads the page anew when it is done.
function followWork(place) {
  const bar = place.querySelector("[data-bar]");
  const put = (name, text) => {
    const found = place.querySelector(`[data-${name}]`);
    if (found.textContent !== text) found.textContent = text;
  };
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.follow, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (!told.at_work) {
        location.reload();
        return;
      }
      put("words", told.words);
      put("count", told.count);
      if (told.total > 1) {
        bar.max = told.total;
        bar.value = told.done;
      } else {
        bar.removeAttribute("value");
      }
      setTimeout(ask, 800);
    } catch {
      setTimeout(ask, 5000);
    }
  };
  setTimeout(ask, 800);
}
document.querySelectorAll("[data-follow]").forEach(followWork);

// A part of the page that others change: <div id="sheet" data-live="20">, looked up again every 20 seconds.
function keepLive(place) {
  setInterval(async () => {
    if (document.visibilityState !== "visible" || place.querySelector("[data-sent], details[open], :focus")) return;
    try {
      const answer = await fetch(location.pathname + location.search, { redirect: "error" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
      if (!fresh) return location.reload();
      if (fresh.textContent === place.textContent) return;
      place.replaceChildren(...fresh.childNodes);
      place.querySelectorAll("form[method=post]").forEach(sendOnce);
    } catch {
      // The next look comes soon enough.
    }
  }, place.dataset.live * 1000);
}
document.querySelectorAll("[data-live]").forEach(keepLive);
