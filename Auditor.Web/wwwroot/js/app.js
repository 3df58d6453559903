// What the pages need of the browser and what works without a circuit: times in the reader's zone, copying, reconnecting.

// The page's language: what this file writes itself, and how times are written.
const german = document.documentElement.lang === 'de';
const words = german
  ? { today: 'heute', yesterday: 'gestern', table: 'Tabelle', copied: 'Kopiert', selected: 'Markiert' }
  : { today: 'today', yesterday: 'yesterday', table: 'Table', copied: 'Copied', selected: 'Selected' };
const times = german ? 'de-DE' : 'en-GB';

// <local-time datetime="..."> shows its moment in the reader's zone; its own text, in UTC, stays for those without script.
class LocalTime extends HTMLElement {
  static observedAttributes = ['datetime', 'form'];

  connectedCallback() {
    this.root ??= this.attachShadow({ mode: 'open' });
    this.show();
  }

  attributeChangedCallback() {
    if (this.root) {
      this.show();
    }
  }

  show() {
    const moment = new Date(this.getAttribute('datetime'));
    if (Number.isNaN(moment.getTime())) {
      this.root.innerHTML = '<slot></slot>';
      return;
    }

    this.root.textContent = format(moment, this.getAttribute('form'));
    this.title = moment.toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
  }
}

function format(moment, form) {
  const time = moment.toLocaleTimeString(times, { hour: '2-digit', minute: '2-digit' });
  const today = new Date();
  const days = Math.round((startOfDay(today) - startOfDay(moment)) / 86400000);
  if (form !== 'full' && days === 0) {
    return words.today + ' ' + time;
  }

  if (form !== 'full' && days === 1) {
    return words.yesterday + ' ' + time;
  }

  const date = moment.toLocaleDateString(times, {
    day: 'numeric', month: 'short', year: moment.getFullYear() === today.getFullYear() ? undefined : 'numeric',
  });
  return date + ' ' + time;
}

function startOfDay(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

customElements.define('local-time', LocalTime);

// <scroll-x> around a table can be reached with the keyboard while it scrolls sideways, and is no stop while it does not.
class ScrollX extends HTMLElement {
  connectedCallback() {
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this);
    for (const child of this.children) {
      this.observer.observe(child);
    }
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  measure() {
    if (this.scrollWidth > this.clientWidth) {
      this.tabIndex = 0;
      this.setAttribute('role', 'group');
      this.setAttribute('aria-label', this.querySelector('caption')?.textContent ?? words.table);
    } else {
      this.removeAttribute('tabindex');
      this.removeAttribute('role');
      this.removeAttribute('aria-label');
    }
  }
}

customElements.define('scroll-x', ScrollX);

// [data-copy="#id"] copies that element's text and says so.
document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) {
    return;
  }

  const source = button.parentElement?.querySelector(button.dataset.copy) ?? document.querySelector(button.dataset.copy);
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(source?.textContent ?? '');
    button.textContent = words.copied;
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = words.selected;
  }
  setTimeout(() => { button.textContent = before; }, 1600);
});

// The circuit was lost: a quiet bar at first, and a reload (everything that matters stands in the address) once the
// server no longer knows the circuit.
document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
  if (event.detail.state === 'rejected') {
    location.reload();
  } else if (event.detail.state === 'failed') {
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && location.reload(), { once: true });
  }
});
document.getElementById('reconnect-reload')?.addEventListener('click', () => location.reload());

// A page that was moved to takes the focus to its heading, unless somebody already writes somewhere.
globalThis.auditorFocusHeading = () => {
  if (!document.activeElement?.matches('input, select, textarea')) {
    document.querySelector('h1')?.focus();
  }
};

// The circuit replaces the page that the server sent first by one that answers. What a quick reader typed there, and where the focus was, is carried over.
(() => {
  if (!document.querySelector('main[data-live="false"]')) {
    return;
  }

  const isField = element => element.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=file])');
  const kindOf = element => {
    const by = ['id', 'href', 'name'].find(name => element.hasAttribute(name));
    return element.localName + (by ? `[${by}="${CSS.escape(element.getAttribute(by))}"]` : '');
  };
  // The elements are others afterwards: one is known by its kind, its number among these, and what it says.
  const placeOf = element => {
    const kind = kindOf(element);
    return { kind, at: [...document.querySelectorAll(kind)].indexOf(element), text: isField(element) ? null : element.textContent };
  };
  const find = place => {
    const element = document.querySelectorAll(place.kind)[place.at];
    return element && (place.text === null || place.text === element.textContent) ? element : null;
  };

  const fields = new Map();
  let focus = document.activeElement === document.body ? null : placeOf(document.activeElement);
  const listening = new AbortController();
  const on = (event, take) => document.addEventListener(event, take, { signal: listening.signal });
  on('focusin', event => { focus = placeOf(event.target); });
  on('pointerdown', () => { focus = null; });
  on('input', event => {
    if (isField(event.target)) {
      fields.set(event.target, placeOf(event.target));
    }
  });

  const observer = new MutationObserver(() => {
    if (!document.querySelector('main[data-live="true"]')) {
      return;
    }

    if (!listening.signal.aborted) {
      listening.abort();
      setTimeout(() => observer.disconnect(), 5000);
    }

    for (const [old, place] of fields) {
      const field = find(place);
      if (field) {
        fields.delete(old);
        if (field.value !== old.value) {
          field.value = old.value;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('change', { bubbles: true }));
        }
      }
    }

    if (focus && document.activeElement === document.body) {
      find(focus)?.focus({ preventScroll: true });
    }

    if (document.activeElement !== document.body) {
      focus = null;
    }

    if (!focus && fields.size === 0) {
      observer.disconnect();
    }
  });
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-live'] });
})();

// The tab that is open stands in view, where the tabs are wider than the screen.
(() => {
  let shown = null;
  const show = () => {
    const tab = document.querySelector('.tabs [aria-current="page"]');
    if (tab && tab !== shown) {
      const tabs = tab.parentElement;
      tabs.scrollLeft += tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left - (tabs.clientWidth - tab.offsetWidth) / 2;
    }

    shown = tab;
  };
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-current'] });
  show();
})();

// Ctrl-K, or the command key: to the search, from anywhere.
document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
    const find = document.querySelector('[data-find]');
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  }
});

// Escape leaves a drawer, wherever the focus is.
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    document.querySelector('[data-escape]')?.click();
  }
});
