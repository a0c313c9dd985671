/** One line that is written over and over: on a terminal in place, in a log now and then. */
export interface ProgressLine {
  show(text: string): void;
  /** Ends the line; nothing happens when none was shown. */
  end(): void;
}

const LOG_EVERY_MS = 2_000;

export function progressLine(out: NodeJS.WriteStream, now: () => number = Date.now): ProgressLine {
  let shownAt = 0;
  let open = false;
  return {
    show(text) {
      if (now() - shownAt < (out.isTTY ? 100 : LOG_EVERY_MS)) return;
      shownAt = now();
      open = out.isTTY;
      out.write(out.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    end() {
      if (open) out.write('\r\u001b[2K');
      open = false;
    },
  };
}
