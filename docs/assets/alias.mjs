// An alias leads on to the page it stands for and takes the `#id` along.
const link = document.querySelector("a");
if (link) location.replace(link.href + location.hash);
