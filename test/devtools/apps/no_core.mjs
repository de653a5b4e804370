// An app that makes no Core.
console.log("nothing here");
