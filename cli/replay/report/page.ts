import { element, escapeText } from './svg.ts';

/** A chart with its heading, one sentence of explanation, and the names of its colours. */
export interface Section {
  readonly heading: string;
  readonly text: string;
  readonly legend: readonly { readonly name: string; readonly className: string }[];
  readonly drawing: string;
}

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly agrees: boolean;
  readonly verdict: string;
  readonly numbers: readonly (readonly [value: string, name: string])[];
  /** What is not as it must be, in full. */
  readonly problems: readonly string[];
  readonly sections: readonly Section[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** One HTML file that needs nothing else: it can be mailed, and opened years later. */
export function htmlPage(page: Page, style: string): string {
  const text = escapeText;
  const numbers = page.numbers
    .map(([value, name]) => `<div class="number"><b>${text(value)}</b><span>${text(name)}</span></div>`)
    .join('');
  const problems = page.problems.length === 0 ? '' : `<pre>${text(page.problems.join('\n\n'))}</pre>`;
  const facts = page.facts.map(([name, value]) => `<tr><th>${text(name)}</th><td>${text(value)}</td></tr>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(page.title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>${text(page.title)}</h1>
<p>${text(page.subtitle)}</p>
<div class="verdict${page.agrees ? '' : ' bad'}">${text(page.verdict)}</div>
${problems}
<div class="numbers">${numbers}</div>
${page.sections.map(section).join('\n')}
<h2>How it was made</h2>
<table>${facts}</table>
</main>
</body>
</html>
`;
}

function section({ heading, text, legend, drawing }: Section): string {
  const names = legend.map(({ name, className }) => {
    const swatch = element(
      'svg',
      { viewBox: '0 0 12 12' },
      element('rect', { width: 12, height: 12, rx: 2, class: className }),
    );
    return `<span>${swatch}${escapeText(name)}</span>`;
  });
  const shown = names.length === 0 ? '' : `<div class="legend">${names.join('')}</div>`;
  return `<section><h2>${escapeText(heading)}</h2><p>${escapeText(text)}</p>${shown}${drawing}</section>`;
}
