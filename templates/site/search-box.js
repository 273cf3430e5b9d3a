// The box to search in: it answers as one types, and all of it goes by the keyboard.
(() => {
  "use strict";
  const place = document.getElementById("-search");
  if (place === null) return;
  const { load, search } = globalThis.kubewrightFinder;

  const input = document.createElement("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  input.type = "search";
  input.placeholder = `${place.dataset.hint}   ( / )`;
  input.autocomplete = "off";
  input.spellcheck = false;
  for (const [name, value] of [
    ["aria-label", "Search"],
    ["role", "combobox"],
    ["aria-expanded", "false"],
    ["aria-controls", "-results"],
    ["aria-autocomplete", "list"],
  ])
    input.setAttribute(name, value);
  list.id = "-results";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  list.hidden = true;
  status.setAttribute("role", "status");
  status.className = "unseen";
  place.append(input, list, status);
  place.hidden = false;

  let chosen = -1;

  function choose(next) {
    const options = [...list.children];
    chosen =
      options.length === 0 ? -1 : (next + options.length) % options.length;
    options.forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === chosen));
      if (i === chosen) option.scrollIntoView({ block: "nearest" });
    });
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `-result-${chosen}`);
  }

  function show(results) {
    list.replaceChildren(
      ...results.map(({ title, about, href }, i) => {
        const option = document.createElement("li");
        const name = document.createElement("code");
        const note = document.createElement("span");
        option.id = `-result-${i}`;
        option.setAttribute("role", "option");
        option.dataset.href = href;
        name.textContent = title;
        note.textContent = about;
        option.append(name, " ", note);
        return option;
      }),
    );
    const isOpen = results.length > 0;
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    status.textContent =
      input.value.trim() === "" ? "" : `${results.length} results`;
    choose(0);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function go(option) {
    const { href } = option.dataset;
    close();
    input.blur();
    if (href !== undefined) location.href = href;
  }

  async function answer() {
    const query = input.value;
    try {
      const data = await load();
      // What was typed while the index was loaded has an answer of its own.
      if (query === input.value) show(search(data, query));
    } catch {
      status.textContent = "The search index cannot be loaded.";
    }
  }

  input.addEventListener("focus", () => void load().catch(() => undefined));
  input.addEventListener("input", () => void answer());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
    else if (event.key === "Escape") {
      close();
      input.value = "";
      input.blur();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option !== null) {
      event.preventDefault();
      go(option);
    }
  });
  input.addEventListener("blur", close);
  addEventListener("keydown", (event) => {
    const isTyping = /^(?:input|textarea|select)$/i.test(
      document.activeElement?.tagName ?? "",
    );
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
})();
