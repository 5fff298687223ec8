import type { UserView } from './user-view.ts';

/** Makes the row of a user from the page's own template: every text goes in as text. */
export function rowOf(view: UserView): HTMLElement | undefined {
  const row = copyOf('user-row', 'tbody');
  if (row === undefined) return undefined;
  row.id = view.anchor;
  fillTexts(row, view.texts);
  for (const each of row.querySelectorAll<HTMLElement>('[data-if]')) {
    each.hidden = !view.texts.get(each.dataset['if'] ?? '');
  }
  for (const each of row.querySelectorAll('.state, tr:first-child .bar')) {
    each.classList.remove('unknown');
    each.classList.add(view.state);
  }
  draw(row, view);
  fillTable(row, 'credentials', view.credentials);
  fillTable(row, 'services', view.services);
  return row;
}

function draw(row: HTMLElement, { bar, activePath, datesPath, watchedId }: UserView): void {
  row.querySelector('.bar .fill')?.setAttribute('width', `${bar}`);
  row.querySelector('path.active')?.setAttribute('d', activePath);
  row.querySelector('path.dates')?.setAttribute('d', datesPath);
  row.querySelector('use.watched')?.setAttribute('href', `#${watchedId}`);
}

function fillTable(row: HTMLElement, table: string, all: UserView['credentials']): void {
  const rows = all.flatMap((texts) => {
    const one = copyOf(`${table}-row`, 'tr');
    if (one === undefined) return [];
    fillTexts(one, texts);
    return [one];
  });
  row.querySelector(`[data-rows="${table}"]`)?.replaceChildren(...rows);
}

function fillTexts(row: HTMLElement, texts: ReadonlyMap<string, string>): void {
  for (const each of row.querySelectorAll<HTMLElement>('[data-text]')) {
    each.textContent = texts.get(each.dataset['text'] ?? '') ?? '';
  }
}

function copyOf(templateId: string, selector: string): HTMLElement | undefined {
  const template = document.getElementById(templateId);
  if (!(template instanceof HTMLTemplateElement)) return undefined;
  const found = template.content.querySelector<HTMLElement>(selector)?.cloneNode(true);
  return found instanceof HTMLElement ? found : undefined;
}
