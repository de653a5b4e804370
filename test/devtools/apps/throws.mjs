// An app that fails before it makes a Core.
throw new Error("cannot load");
