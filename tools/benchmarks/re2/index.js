// re2 is compiled by an install script, and none may run here: JavaScript's own expressions stand in for it.
// RE2 has the methods of String that take an expression, with the string as their argument.
module.exports = class RE2 extends RegExp {
  match(text) {
    return text.match(this);
  }
  replace(text, by) {
    return text.replace(this, by);
  }
  search(text) {
    return text.search(this);
  }
  split(text, limit) {
    return text.split(this, limit);
  }
};
