/**
 * What the type check may assume of a page, beyond the standard: every element is an HTML element, every event comes
 * from one. It still finds a misspelt name, a wrong import, a missing argument.
 */
interface Window {
  Lianpin: any;
  webkitAudioContext: typeof AudioContext;
}

interface Event {
  readonly detail: any;
}

interface EventTarget extends Partial<HTMLFormElement> {}

interface Element extends HTMLOrSVGElement {
  hidden: boolean;
  value: any;
  checked: boolean;
  disabled: boolean;
  content: any;
  innerText: string;
}

interface PerformanceEntry {
  readonly type?: string;
}
