/** Stands in for Node's `stream` inside the bundle: sax only asks whether it exists; its streams are not used. */
module.exports = { Stream: function Stream() {} };
