// Everything works without this file. It only makes some things nicer: relative times, the count, drafts that survive,
// likes that show at once, what is new, more posts without a new page, shortcuts, passwords that can be shown.

const lang = document.documentElement.lang || "en";
const account = $("[data-account]")?.dataset.account;
function $(selector, root = document) { return root.querySelector(selector); }
function $$(selector, root = document) { return [...root.querySelectorAll(selector)]; }

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

// Shows what only the script can do, and lets a whole card open its post.
document.documentElement.classList.add("scripted");

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

/* ---- What is said without a new page ---- */

const toasts = $("[data-toasts]");
function toast(words) {
  if (!toasts || !words) return;
  const said = document.createElement("p");
  said.textContent = words;
  toasts.replaceChildren(said);
  setTimeout(() => said.remove(), 6000);
}

// A status that was there from the beginning is not read out: it has to change.
for (const flash of $$(".flash[role=status] span")) {
  const text = flash.textContent;
  flash.textContent = "";
  setTimeout(() => { flash.textContent = text; }, 100);
}

// The number on the bell, and the same in words.
function showUnread(n) {
  const shown = n > 99 ? "99+" : String(n);
  for (const badge of $$("[data-unread]")) {
    badge.textContent = n > 0 ? shown : "";
    badge.hidden = !(n > 0);
  }
  for (const said of $$("[data-unread-said]")) said.textContent = n > 0 ? said.dataset.unreadSaid.replace("{n}", shown) : "";
}

/* ---- What is new ---- */

// One connection a tab, and browsers allow a site only six of them: a tab that nobody looks at gives its own back.
const live = $("[data-live]");
if (live && "EventSource" in window) {
  const fresh = $("[data-fresh]");
  let source = null;
  let later;
  const read = (event) => { try { return JSON.parse(event.data); } catch { return {}; } };
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(live.dataset.live);
    source.addEventListener("posts", (event) => {
      const n = Number(read(event).new);
      fresh.textContent = n === 1 ? fresh.dataset.one : fresh.dataset.many.replace("{n}", n);
      fresh.hidden = !(n > 0);
    });
    source.addEventListener("notifications", (event) => {
      const n = Number(read(event).unread);
      if (n >= 0) showUnread(n);
    });
  };
  const hangUp = () => { source?.close(); source = null; };
  // After the load, which otherwise would seem never to end.
  addEventListener("load", () => setTimeout(listen));
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  addEventListener("pagehide", hangUp);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(later);
    if (document.hidden) later = setTimeout(hangUp, 60_000); else listen();
  });
  fresh.addEventListener("click", () => {
    scrollTo(0, 0);
    // The same place without a cursor or a fragment: its newest.
    location.assign(location.pathname);
  });
}

/* ---- More of a list ---- */

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".older a[rel=next]");
  const older = link?.parentElement;
  const list = older?.previousElementSibling;
  if (!list?.matches("[data-more]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || answer.redirected) throw new Error("not the next page");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const more = [...$("[data-more]", page).children];
    const next = $(".older", page);
    list.append(...more);
    if (next) older.replaceWith(next); else older.remove();
    showTimes();
    // Go on reading where the new ones begin.
    focusItem(more[0]);
  } catch {
    location.href = link.href;
  }
});

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

// Each answer is a draft of its own, so that it can't end up under another post; so is each draft kept by the server.
const draftOf = (account, to) => `miniblog:draft:${account}${to ? `:${to}` : ""}`;
const PUBLISHED = "miniblog:published";
const SENT = "miniblog:sent";

// Who signs out on purpose leaves nothing behind for the next person at this machine.
for (const form of $$('form[action="/auth/logout"]')) {
  form.addEventListener("submit", () => keep.dropAll(lasting, draftOf("")));
}

// A draft goes only when its words are in good hands: the page after a submit is the author's own post, or says
// that the draft is saved. Any other page (an error, a sign-in, the one before it come back to) leaves it where it is.
const sent = keep.get(passing, SENT);
keep.drop(passing, SENT);
const arrival = performance.getEntriesByType("navigation")[0]?.type;
const arrived = account && $("[data-published]")?.dataset.published === account || $('[data-flash="flash-draft-saved"]');
if (sent && arrived && arrival !== "back_forward") {
  const [key, text] = sent.split(/\n(.*)/s);
  if (`${key}:`.startsWith(`${draftOf(account)}:`)) {
    // From a new post the way back is to a fresh timeline, which shows it.
    for (const link of $$("[data-back]")) link.removeAttribute("data-back");
    if (keep.get(lasting, key) === text) keep.drop(lasting, key);
    keep.set(passing, PUBLISHED, text);
  }
}

for (const form of $$("[data-composer]")) {
  const area = $("textarea", form);
  // A post that is being edited has no draft: its words are kept already.
  const key = form.dataset.account && draftOf(form.dataset.account, form.dataset.to);
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
    if (!key) return;
    if (area.value.trim()) keep.set(lasting, key, area.value); else keep.drop(lasting, key);
  };
  const fill = (text) => { area.value = text; update(); };

  // Coming back to a page the browser kept, with words that have been published since.
  const dropPublished = () => {
    if (key && area.value && area.value === keep.get(passing, PUBLISHED) && keep.get(lasting, key) === null) fill("");
  };
  const draft = key && keep.get(lasting, key);
  const given = area.defaultValue;
  // What was typed into a draft of the server's and not saved there is the newer.
  if (draft && draft !== area.value && (!area.value || $("[name=draft_id]", form))) {
    fill(draft);
    restored.hidden = false;
  } else if (area.value) save();
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
    if (restored) restored.hidden = true;
    clearTimeout(later);
    later = setTimeout(save, 250);
  });
  addEventListener("pagehide", () => { if (area.value) save(); });
  $("[data-discard]", form)?.addEventListener("click", () => {
    keep.drop(lasting, key);
    fill($("[name=draft_id]", form) ? given : "");
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
    if (!key) return;
    clearTimeout(later);
    save();
    keep.set(passing, SENT, `${key}\n${area.value}`);
  });
  // Opened to be written in.
  $("details.warn summary", form)?.addEventListener("click", (event) => {
    const warning = event.currentTarget.parentElement;
    if (!warning.open) setTimeout(() => $("input", warning).focus());
  });
}

/* ---- Likes, reposts, bookmarks, following ---- */

// How all the forms that are about the same thing look; it may stand on the page twice.
const twins = (form) => $$("form[data-toggle]").filter((other) => other.action === form.action);
const look = (form) => ({
  on: $("button", form).getAttribute("aria-pressed") === "true",
  count: Number($("[data-count]", form)?.textContent),
  words: $("[data-follow]", form)?.textContent,
});
const paint = (forms, { on, count, words }) => {
  for (const form of forms) {
    $("button", form).setAttribute("aria-pressed", on);
    form.action = form.action.replace(/\/(?:un)?(like|repost|bookmark|follow)$/, on ? "/un$1" : "/$1");
    const number = $("[data-count]", form);
    if (number) number.textContent = count > 0 ? count : "";
    const label = $("[data-follow]", form);
    if (label) label.textContent = words;
  }
};
// The number of followers on the profile itself goes with it.
const counts = (following) => {
  for (const text of $$(".facts [data-otherwise]")) {
    if ((text.dataset.counted ?? text.dataset.following) === String(following)) continue;
    text.dataset.counted = following;
    [text.textContent, text.dataset.otherwise] = [text.dataset.otherwise, text.textContent];
  }
};

// It shows at once; if the server says no, it is taken back, and a sentence says so. Where the session has ended the
// form itself is sent, which leads to the sign-in and back.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const what = form.dataset.toggle;
  if (!what || !account) return;
  event.preventDefault();
  const forms = twins(form);
  const button = $("button", form);
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const url = form.action;
  const was = look(form);
  const words = $("[data-follow]", form)?.dataset ?? {};
  const counted = $("[data-count]", form)?.dataset.count;
  // Who approves followers will be asked first.
  const then = "locked" in form.dataset ? words.requested : words.following;
  paint(forms, was.on ? { on: false, count: was.count - 1, words: words.follow } : { on: true, count: was.count + 1, words: then });
  let answer;
  try {
    // Shown already, so it has to arrive even where the page is left at once.
    answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, redirect: "manual", keepalive: true });
    const now = answer.ok && await answer.json();
    if (typeof now?.[what] !== "boolean") throw new Error("not the answer");
    paint(forms, {
      on: now[what] || now.requested === true, count: now[counted],
      words: now.requested ? words.requested : now.following ? words.following : words.follow,
    });
    if (what === "following") counts(now.following);
  } catch {
    paint(forms, was);
    if (answer?.status === 401 || answer?.type === "opaqueredirect") form.submit();
    else toast(toasts.dataset.failed);
  }
  button.ariaBusy = null;
});

/* ---- Notifications ---- */

// Looked at for two seconds, they are read.
const read = $("form[data-read]");
if (read) {
  const send = async () => {
    try {
      const answer = await fetch(read.action, {
        method: "POST", body: new URLSearchParams(new FormData(read)), headers: { Accept: "application/json" }, redirect: "manual",
      });
      if (!answer.ok) return;
      const { unread } = await answer.json();
      // Who stands on the button must not be thrown out of the page.
      if (read.contains(document.activeElement)) $("main").focus();
      read.remove();
      showUnread(unread);
    } catch { /* the button is still there */ }
  };
  let later;
  const look = () => {
    clearTimeout(later);
    if (!document.hidden) later = setTimeout(send, 2000);
  };
  look();
  document.addEventListener("visibilitychange", look);
}

/* ---- What takes a while ---- */

// Without the script the page loads again by itself; here only the part that says how far it is, and once that is
// over the whole page.
async function lookAgain() {
  const shown = $("[data-progress]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href);
    const now = $("[data-progress]", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (answer.ok && !now) { location.reload(); return; }
    if (now) shown.replaceWith(now);
  } catch { /* at the next look */ }
  setTimeout(lookAgain, 2000);
}
if ($("[data-progress]")) setTimeout(lookAgain, 2000);

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

// The theme is seen before it is saved.
for (const choice of $$("input[name=theme]")) {
  choice.addEventListener("change", () => { document.documentElement.dataset.theme = choice.value; });
}

/* ---- Around the page ---- */

// A long thread opens at the post that was asked for, not at its beginning.
if (!location.hash && arrival === "navigate") {
  const post = $(".above ~ .full");
  if (post && post.getBoundingClientRect().top > innerHeight / 2) post.scrollIntoView();
}

function closeMenu(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) $("summary", menu).focus();
}
document.addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.documentElement.classList.add("hush");
  $$("details.menu[open]").forEach(closeMenu);
});
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, () => document.documentElement.classList.remove("hush"));
}

// A post opens from anywhere on it, except while selecting text or on something that has its own purpose.
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, (event) => {
    const post = event.target.closest?.(".post[data-href]");
    if (!post || event.button > 1 || event.target.closest("a, button, summary, input, textarea, label, .acts")) return;
    if (String(getSelection())) return;
    if (event.button === 1 || event.ctrlKey || event.metaKey) open(post.dataset.href, "_blank", "noopener");
    else location.href = post.dataset.href;
  });
}

// Without a secure connection there is no clipboard, only the old way to it.
function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  // An address, or what stands in a part of this page.
  const { copy } = button.dataset;
  const text = copy.startsWith("#") ? $(copy).textContent.trim() : new URL(copy, location.href).href;
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copyOldWay(text);
  const menu = button.closest("details");
  if (menu) closeMenu(menu);
  toast(done ? button.dataset.said ?? toasts.dataset.copied : toasts.dataset.failed);
});

$("[data-print]")?.addEventListener("click", () => print());

// Back where one came from, if that was here; else the link's own address.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-back]");
  if (!link || history.length < 2 || !document.referrer.startsWith(`${location.origin}/`)) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.back();
});

/* ---- Shortcuts ---- */

const KEYS = "miniblog:keys";
const help = $("[data-keys]");
const keysOn = $("[data-keys-on]");
if (help) {
  keysOn.checked = keep.get(lasting, KEYS) !== "off";
  keysOn.addEventListener("change", () => {
    if (keysOn.checked) keep.drop(lasting, KEYS); else keep.set(lasting, KEYS, "off");
  });
  $("[data-keys-open]")?.addEventListener("click", () => help.showModal());
  // Beside the dialog is out of it.
  help.addEventListener("click", (event) => { if (event.target === help) help.close(); });
}

const ITEMS = "main .post, main .note > .line, main .people > li";
const itemAt = (element) => element?.closest?.(ITEMS);

function focusItem(item) {
  if (!item) return;
  if (!item.matches(ITEMS)) item = $(".post, .line", item) ?? item;
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const items = $$(ITEMS);
  const now = items.indexOf(itemAt(document.activeElement));
  // From nowhere it begins with the first that can be seen.
  const next = now < 0 ? items.findIndex((item) => item.getBoundingClientRect().bottom > 80) : now + by;
  focusItem(items[next]);
}

// The post that is meant: the one with the focus, or the one whose page this is.
const meant = () => itemAt(document.activeElement) ?? $(".post.full");
const go = (to) => { if (to) location.assign(to); };
const openItem = () => {
  const item = itemAt(document.activeElement);
  if (item) go(item.dataset.href ?? $("a.excerpt, a.name, a.who", item)?.href);
};
const press = (what) => $(`form[data-toggle="${what}"] button`, meant() ?? document.createElement("i"))?.click();
const write = (id, otherwise) => {
  const area = document.getElementById(id);
  if (area?.matches("textarea")) area.focus(); else go(otherwise);
};
const find = () => {
  const field = $$("input[type=search]").find((input) => input.offsetParent);
  if (field) field.select(); else go("/search");
};
const shortcuts = {
  j: () => step(1), k: () => step(-1), o: openItem, "/": find, "?": () => help.showModal(),
  "g h": () => go("/"), "g e": () => go("/explore"),
};
if (account) {
  Object.assign(shortcuts, {
    l: () => press("liked"), b: () => press("reposted"), s: () => press("bookmarked"),
    r: () => {
      const post = meant();
      if (post?.matches(".full")) write("reply"); else go(post && $(".acts a.do", post)?.href);
    },
    n: () => write("body", "/posts/new"),
    "g n": () => go("/notifications"), "g p": () => go(`/users/${account}`),
  });
}

let before = "";
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!help || help.open || !keysOn.checked || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (key === "Enter") {
    if (target === itemAt(target)) openItem();
    return;
  }
  const run = shortcuts[before ? `${before} ${key}` : key] ?? shortcuts[key];
  before = key === "g" && !before ? "g" : "";
  if (before) setTimeout(() => { before = ""; }, 1500);
  if (!run) return;
  event.preventDefault();
  run();
});
