/**
 * The one door to bundled third-party code: what is not re-exported here is not in the package. The build
 * replaces the compiled form of this file by a bundle (see gulpfile.js), so that nothing is needed at run time.
 */
export { compile as compileHtmlToText, convert as htmlToText } from 'html-to-text';
export type { DomNode, FormatCallback } from 'html-to-text';
export { default as icalGenerator, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
export { default as pLimit } from 'p-limit';
export { parser as saxParser } from 'sax';
export type { SAXParser, QualifiedTag } from 'sax';
export { createObject, deleteObject, makeCalendar, updateObject } from 'tsdav';
export { default as ICAL } from 'ical.js';
export { tzlib_get_ical_block } from 'timezones-ical-library';
