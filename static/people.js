// For those who are signed in: writing, with a count and drafts that survive; likes, reposts, bookmarks and follows
// without a new page; notifications that are read by being looked at. All of it works without this file, too.

/* ---- How long a text is ---- */

const graphemes = Intl.Segmenter ? new Intl.Segmenter(document.documentElement.lang, { granularity: "grapheme" }) : null;
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

/* ---- Everything else ---- */

// Each answer is a draft of its own, so that it can't end up under another post; so is each draft kept by the server.
const draftOf = (account, to) => `miniblog:draft:${account}${to ? `:${to}` : ""}`;
const PUBLISHED = "miniblog:published";

export function start({ $, $$, account, arrival, keep, lasting, passing, SENT, sent, toast, toasts, showUnread }) {
  // Who signs out on purpose leaves nothing behind for the next person at this machine.
  for (const form of $$('form[action="/auth/logout"]')) {
    form.addEventListener("submit", () => keep.dropAll(lasting, draftOf("")));
  }

  /* ---- The composer: count, draft, keys ---- */

  // A draft goes only when its words are in good hands: the page after a submit is the author's own post, or says
  // that the draft is saved. Any other page (an error, a sign-in, the one before it come back to) leaves it where it is.
  const arrived = $("[data-published]")?.dataset.published === account || $('[data-flash="flash-draft-saved"]');
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
    count: Number($("[data-count]", form)?.textContent ?? 0),
    word: form.action.endsWith("/follow") ? "follow" : "following",
  });
  const paint = (forms, { on, count, word }) => {
    for (const form of forms) {
      $("button", form).setAttribute("aria-pressed", on);
      form.action = form.action.replace(/\/(?:un)?(like|repost|bookmark|follow)$/, on ? "/un$1" : "/$1");
      const number = $("[data-count]", form);
      if (number) number.textContent = count > 0 ? count : "";
      const words = $("[data-follow]", form);
      if (words) words.textContent = words.dataset[word];
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
    if (!what) return;
    event.preventDefault();
    const forms = twins(form);
    const button = $("button", form);
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const url = form.action;
    const was = look(form);
    const word = $("[data-follow]", form) && $$("[data-follow]", form)[0].textContent;
    const on = !was.on;
    paint(forms, { on, count: was.count + (on ? 1 : -1), word: !on ? "follow" : "locked" in form.dataset ? "requested" : "following" });
    let answer;
    try {
      answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, redirect: "manual" });
      const now = answer.ok && await answer.json();
      if (typeof now?.[what] !== "boolean") throw new Error("not the answer");
      const follows = now.requested ? "requested" : now.following ? "following" : "follow";
      paint(forms, { on: now[what] || now.requested === true, count: now[$("[data-count]", form)?.dataset.count], word: follows });
      if (what === "following") counts(now.following);
    } catch {
      paint(forms, was);
      if (word) for (const other of forms) $("[data-follow]", other).textContent = word;
      if (answer?.type === "opaqueredirect") form.submit();
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
        if (!answer.ok && answer.type !== "opaqueredirect") return;
        // Who stands on the button must not be thrown out of the page.
        if (read.contains(document.activeElement)) $("main").focus();
        read.remove();
        showUnread(0);
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

  /* ---- Settings ---- */

  // The theme is seen before it is saved.
  for (const choice of $$("input[name=theme]")) {
    choice.addEventListener("change", () => { document.documentElement.dataset.theme = choice.value; });
  }
}
