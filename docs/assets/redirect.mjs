// An address that leads on takes the `#id` along.
const link = document.querySelector("a");
if (link) {
  if (location.hash) link.hash = location.hash;
  location.replace(link.href);
}
