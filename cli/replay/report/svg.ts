type Attributes = Readonly<Record<string, string | number>>;

/** Text that is safe between tags and in attributes. */
export function escapeText(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => names[sign] ?? sign);
}

/** An SVG element; children are markup already. Coordinates keep one decimal. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeText(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Text at a place; `anchor` is `start`, `middle` or `end`. */
export function label(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end',
  className = 'label',
): string {
  return element('text', { x, y, 'text-anchor': anchor, class: className }, escapeText(text));
}

/** What a mouse is shown. */
export function hint(text: string): string {
  return element('title', {}, escapeText(text));
}

/** A drawing that is as wide as the page and says what it shows to those who cannot see it. */
export function drawing(width: number, height: number, title: string, ...children: readonly string[]): string {
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title, class: 'drawing' },
    ...children,
  );
}

/** A straight scale from data to pixels. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to === from ? 1 : to - from;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** Round marks from zero to at least `most`: 0, 500, 1000, … */
export function marks(most: number, about = 4): readonly number[] {
  const rough = Math.max(most, 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, index) => index * step);
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
