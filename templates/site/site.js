// What a page does beside being read: it opens the way to a field, copies, and changes its theme. All of it can be done without.
(() => {
  "use strict";

  /** Opens everything that the target of the address stands in. */
  function showTarget() {
    const name = location.hash.slice(1);
    if (name === "") return;
    const target = find(name);
    if (target === null) return;
    for (let at = target; at !== null; at = at.parentElement)
      if (at instanceof HTMLDetailsElement) at.open = true;
    const own = target.querySelector(":scope > details");
    if (own instanceof HTMLDetailsElement) own.open = true;
    target.scrollIntoView();
  }

  function find(name) {
    const found = document.getElementById(name);
    if (found !== null) return found;
    try {
      return document.getElementById(decodeURIComponent(name));
    } catch {
      return null;
    }
  }

  /** Gives each copy button its work. */
  function enableCopying() {
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const code = button.previousElementSibling?.textContent ?? "";
        const before = button.dataset.before ?? "";
        const text = before === "" ? code : `${before}\n${code}`;
        button.textContent = (await copy(text)) ? "Copied" : "Press Ctrl+C";
        setTimeout(() => {
          button.textContent = "Copy";
        }, 1500);
      });
    }
  }

  /** Copies, or selects what is to be copied where a page may not. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyOld(text);
    }
  }

  function copyOld(text) {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    // The only way where there is no clipboard, as on a disk in some browsers.
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /** The button that turns dark to light. */
  function enableThemes() {
    const button = document.getElementById("-theme");
    if (button === null) return;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => {
      const chosen = document.documentElement.dataset.theme;
      return chosen === undefined ? system.matches : chosen === "dark";
    };
    const label = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute(
        "aria-label",
        isDark() ? "Use the light theme" : "Use the dark theme",
      );
    };
    button.hidden = false;
    label();
    system.addEventListener("change", label);
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try {
        localStorage.setItem("kubewright-theme", theme);
      } catch {
        // It holds for this page then.
      }
      label();
    });
  }

  /** The buttons that unfold a tree and fold it. */
  function enableUnfolding() {
    const place = document.getElementById("-unfold");
    const all = document.querySelectorAll(".fields details");
    if (place === null || all.length === 0) return;
    place.hidden = false;
    for (const [text, open] of [
      ["Unfold all", true],
      ["Fold all", false],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        for (const details of all) details.open = open;
      });
      place.append(button);
    }
  }

  /** On a wide screen the list of groups is beside the page, open; on a phone it is folded. */
  function placeMenu() {
    const menu = document.getElementById("-menu");
    if (menu instanceof HTMLDetailsElement)
      menu.open = matchMedia("(min-width: 60rem)").matches;
  }

  placeMenu();
  enableThemes();
  enableCopying();
  enableUnfolding();
  addEventListener("hashchange", showTarget);
  showTarget();
})();
