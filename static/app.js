// Everything works without this file. It only makes some things nicer: relative times, the count,
// drafts that survive, likes without a reload, menus that close, passwords that can be shown.

const lang = document.documentElement.lang || "en";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Storage can be switched off or full; nothing here may fail because of that.
const keep = {
  get: (store, key) => { try { return store().getItem(key); } catch { return null; } },
  set: (store, key, value) => { try { store().setItem(key, value); } catch { /* the page still works */ } },
  dropAll: (store, prefix) => {
    try { Object.keys(store()).filter((key) => key.startsWith(prefix)).forEach((key) => store().removeItem(key)); } catch { /* as above */ }
  },
  drop: (store, key) => { try { store().removeItem(key); } catch { /* as above */ } },
};
const lasting = () => localStorage;
const passing = () => sessionStorage;

/* ---- Times ---- */

// The server writes English dates with the day first; do the same.
const dates = lang === "en" ? "en-GB" : lang;
const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "narrow" });
const fullDate = new Intl.DateTimeFormat(dates, { dateStyle: "long", timeStyle: "short" });
const dayThisYear = new Intl.DateTimeFormat(dates, { day: "numeric", month: "short" });
const dayOtherYear = new Intl.DateTimeFormat(dates, { day: "numeric", month: "short", year: "numeric" });
const monthOnly = new Intl.DateTimeFormat(dates, { month: "long", year: "numeric" });

function shortTime(then, now) {
  // A clock that is a little behind the server's must not show the future.
  const seconds = Math.max(0, (now - then) / 1000);
  // "2m ago" is "2m" here: on a timeline everything is ago. Chinese keeps its 前, without which it would be a length of time.
  const trim = (text) => text.replace(/ ago$/, "");
  if (seconds < 60) return ago.format(0, "second");
  if (seconds < 3600) return trim(ago.format(-Math.floor(seconds / 60), "minute"));
  if (seconds < 86400) return trim(ago.format(-Math.floor(seconds / 3600), "hour"));
  return (then.getFullYear() === now.getFullYear() ? dayThisYear : dayOtherYear).format(then);
}

function showTimes() {
  const now = new Date();
  for (const time of $$("time[data-when]")) {
    const then = new Date(time.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    const text = time.dataset.when === "short" ? shortTime(then, now)
      : time.dataset.when === "month" ? monthOnly.format(then) : fullDate.format(then);
    if (time.textContent !== text) time.textContent = text;
    time.title = fullDate.format(then);
  }
}
showTimes();
setInterval(() => { if (!document.hidden) showTimes(); }, 60_000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) showTimes(); });

/* ---- The composer: count, draft, keys ---- */

const graphemes = Intl.Segmenter ? new Intl.Segmenter(lang, { granularity: "grapheme" }) : null;
const length = (text) => {
  if (!graphemes) return [...text].length;
  let n = 0;
  for (const _ of graphemes.segment(text)) n += 1;
  return n;
};
// The same rules as on the server, which has the last word: a scheme, a host, and then all that may stand in an
// address, without the punctuation and brackets that belong to the sentence around it.
const LINK = /https?:\/\/[^\s|"<>`/?#()[\]{},;!，。、；：！？（）《》「」『』【】“”‘’…]+/giu;
const NEVER = /[\s|"<>`，。、；：！？（）《》「」『』【】“”‘’…]/u;
const NOT_LAST = /[?!.,:;*([{]/;
const OPENS = { ")": "(", "]": "[", "}": "{" };
const LINK_COUNTS = 23;

function endOfLink(text, from) {
  if (text[from] !== "/" && text[from] !== "?") return from;
  const open = { "(": 0, "[": 0, "{": 0 };
  let end = from;
  let quoted = false;
  for (let i = from; i < text.length; i += 1) {
    const c = text[i];
    if (NEVER.test(c)) break;
    if (c in open) open[c] += 1;
    else if (c in OPENS && (open[OPENS[c]] -= 1) < 0) break;
    if (c === "'") quoted = !quoted;
    if (!NOT_LAST.test(c) && !(c === "'" && quoted)) end = i + 1;
  }
  return end;
}

// What is published has no blanks at its ends and no more than one empty line in a row.
const normal = (text) => text.trim().replace(/[^\S\n]+$/gm, "").replace(/\n{3,}/g, "\n\n");

function count(raw) {
  const text = normal(raw);
  let n = 0;
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    if (found.index < from) continue;
    const host = found[0].replace(/[^\p{L}\p{N}]+$/u, "");
    if (!/^https?:\/\/./i.test(host)) continue;
    n += length(text.slice(from, found.index)) + LINK_COUNTS;
    from = host === found[0] ? endOfLink(text, found.index + host.length) : found.index + host.length;
  }
  return n + length(text.slice(from));
}

// Each answer is a draft of its own, so that it can't end up under another post.
const draftOf = (account, to) => `miniblog:draft:${account}${to ? `:${to}` : ""}`;
const SENT = "miniblog:sent";
const PUBLISHED = "miniblog:published";

// Who signs out on purpose leaves nothing behind for the next person at this machine.
for (const form of $$('form[action="/auth/logout"]')) {
  form.addEventListener("submit", () => keep.dropAll(lasting, draftOf("")));
}

// A draft goes only when its words have been published: the page after a submit is the author's own post.
// Any other page (an error, a sign-in, the one before it come back to) leaves it where it is.
const arrival = performance.getEntriesByType("navigation")[0]?.type;
let justPublished = false;
{
  const [key, sent] = keep.get(passing, SENT)?.split(/\n(.*)/s) ?? [];
  keep.drop(passing, SENT);
  const account = $("[data-published]")?.dataset.published;
  if (key && account && arrival !== "back_forward" && `${key}:`.startsWith(`${draftOf(account)}:`)) {
    justPublished = true;
    if (keep.get(lasting, key) === sent) keep.drop(lasting, key);
    keep.set(passing, PUBLISHED, sent);
  }
}

for (const form of $$("[data-composer]")) {
  const area = $("textarea", form);
  const key = draftOf(form.dataset.account, form.dataset.to);
  const max = Number(form.dataset.max);
  const shown = $("[data-left]", form);
  const said = $("[data-left-said]", form);
  const error = $("[data-empty]", form);
  const restored = $("[data-restored]", form);
  const grows = CSS.supports("field-sizing", "content");
  let before = null;

  const update = () => {
    const left = max - count(area.value);
    shown.textContent = left;
    const box = shown.parentElement;
    box.classList.toggle("near", left >= 0 && left < 20);
    box.classList.toggle("over", left < 0);
    // Say the number only where it starts to matter, not at every key.
    const step = left < 0 ? "over" : left < 20 ? "near" : "";
    if (before !== null && step !== before && step) said.textContent = box.textContent.trim();
    before = step;
    if (!grows) { area.style.height = "auto"; area.style.height = `${area.scrollHeight}px`; }
  };
  const save = () => {
    if (area.value.trim()) keep.set(lasting, key, area.value); else keep.drop(lasting, key);
  };
  const fill = (text) => { area.value = text; update(); };

  // Coming back to a page the browser kept, with words that have been published since.
  const dropPublished = () => {
    if (area.value && area.value === keep.get(passing, PUBLISHED) && keep.get(lasting, key) === null) fill("");
  };
  const draft = keep.get(lasting, key);
  if (area.value) save();
  else if (draft) { fill(draft); restored.hidden = false; }
  update();
  // Go on writing where the words end.
  if (area.autofocus || document.activeElement === area) area.setSelectionRange(area.value.length, area.value.length);
  addEventListener("load", dropPublished);
  addEventListener("pageshow", dropPublished);

  let later;
  area.addEventListener("input", () => {
    update();
    keep.drop(passing, PUBLISHED);
    if (area.value.trim()) { error.hidden = true; area.removeAttribute("aria-invalid"); }
    restored.hidden = true;
    clearTimeout(later);
    later = setTimeout(save, 250);
  });
  addEventListener("pagehide", () => { if (area.value) save(); });
  $("[data-discard]", form).addEventListener("click", () => {
    keep.drop(lasting, key);
    fill("");
    restored.hidden = true;
    area.focus();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    if (!area.value.trim()) {
      event.preventDefault();
      $("span", error).textContent = error.dataset.empty;
      error.hidden = false;
      area.setAttribute("aria-invalid", "true");
      area.focus();
      return;
    }
    clearTimeout(later);
    save();
    keep.set(passing, SENT, `${key}\n${area.value}`);
  });
}

/* ---- Likes, bookmarks, following ---- */

// The same request, without leaving the page. Whatever isn't the expected answer (a sign-in, an error, no network)
// is left to the form itself.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const what = form.dataset.toggle;
  if (!what) return;
  event.preventDefault();
  const button = $("[aria-pressed]", form);
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, redirect: "manual" });
    const now = answer.ok && await answer.json();
    if (typeof now[what] !== "boolean") throw new Error("not the answer");
    const before = button.getAttribute("aria-pressed");
    button.setAttribute("aria-pressed", now[what]);
    form.action = form.action.replace(/\/(?:un)?(like|bookmark|follow)$/, now[what] ? "/un$1" : "/$1");
    const count = $("[data-count]", form);
    if (count) count.textContent = now[count.dataset.count] || "";
    if (before !== String(now[what])) {
      for (const text of [...$$("[data-otherwise]", form), ...(what === "following" ? $$(".facts [data-otherwise]") : [])]) {
        [text.textContent, text.dataset.otherwise] = [text.dataset.otherwise, text.textContent];
      }
    }
    button.ariaBusy = null;
  } catch {
    button.ariaBusy = null;
    form.submit();
  }
});

/* ---- Forms ---- */

// A second press while the first is on its way would publish twice. aria-disabled keeps the button in place and
// focusable; coming back to the page makes it work again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "yes";
  for (const input of $$("[data-reveal]", form)) hidePassword(input);
  for (const button of $$("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of $$("form[data-sending]")) {
    delete form.dataset.sending;
    for (const button of $$("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
});

function hidePassword(button) {
  document.getElementById(button.dataset.reveal).type = "password";
  button.setAttribute("aria-pressed", "false");
}
for (const button of $$("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  });
}

$("[data-focus]")?.focus();

// A long thread opens at the post that was asked for, not at its beginning.
if (!location.hash && arrival === "navigate") {
  const post = $(".above ~ .full");
  if (post && post.getBoundingClientRect().top > innerHeight / 2) post.scrollIntoView();
}

// The theme is seen before it is saved.
for (const choice of $$("input[name=theme]")) {
  choice.addEventListener("change", () => { document.documentElement.dataset.theme = choice.value; });
}

/* ---- Around the page ---- */

document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.documentElement.classList.add("hush");
  for (const menu of $$("details.menu[open]")) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) $("summary", menu).focus();
  }
});
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, () => document.documentElement.classList.remove("hush"));
}

// A post opens from anywhere on it, except while selecting text or on something that has its own purpose.
document.documentElement.classList.add("opens");
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, (event) => {
    const post = event.target.closest?.(".post[data-href]");
    if (!post || event.button > 1 || event.target.closest("a, button, details, input, textarea, label, .acts")) return;
    if (String(getSelection())) return;
    if (event.button === 1 || event.ctrlKey || event.metaKey) open(post.dataset.href, "_blank", "noopener");
    else location.href = post.dataset.href;
  });
}

// Back where one came from, if that was here; else the link's own address.
for (const link of $$("[data-back]")) {
  link.addEventListener("click", (event) => {
    // From a new post the way back is to a fresh timeline, which shows it.
    if (justPublished || history.length < 2 || !document.referrer.startsWith(`${location.origin}/`)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  });
}

// A status that was there from the beginning is not read out: it has to change.
for (const flash of $$(".flash[role=status] span")) {
  const text = flash.textContent;
  flash.textContent = "";
  setTimeout(() => { flash.textContent = text; }, 100);
}
