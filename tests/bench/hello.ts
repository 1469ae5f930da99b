/** What a start is measured against: the least that a compiled program can do. */
console.log("hello");
