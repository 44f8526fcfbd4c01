import Handlebars from 'handlebars';
import type { SuiteReport } from '../run/suite-report.ts';
import { HTML_STYLE } from './html-style.ts';
import { HTML_TEMPLATE } from './html-template.ts';
import { htmlView, type HtmlView } from './html-view.ts';

/** Own helpers and partials: what somebody registers elsewhere reaches no report. */
const engine = Handlebars.create();

/** Escapes everything but the style, which is ours. */
const render = engine.compile<HtmlView & { readonly style: Handlebars.SafeString }>(HTML_TEMPLATE, { noEscape: false, strict: false });

/** A report as one HTML page that needs nothing else: no script, no font, no network. */
export function htmlReport(report: SuiteReport): string {
  return render({ ...htmlView(report), style: new engine.SafeString(HTML_STYLE) });
}
