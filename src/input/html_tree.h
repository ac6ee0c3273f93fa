// A parsed web page.

#ifndef TIKRAR_INPUT_HTML_TREE_H_
#define TIKRAR_INPUT_HTML_TREE_H_

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

// Limits that keep a page linear in time and bounded in memory. The parsing
// rules of HTML look through all open elements at each tag, and give each
// attribute name to be compared with those before it.
struct HtmlLimits {
  size_t max_page_bytes = size_t{64} << 20;
  // Of all memory for the tree, which takes 10 to 20 times as much as a page,
  // and 100 times as much as one of nothing but tags.
  size_t max_tree_bytes = size_t{256} << 20;
  // Elements inside one another. Browsers stop at 512 (Blink) or 200 (Gecko)
  // and show what is deeper without its structure.
  size_t max_depth = 512;
  size_t max_attributes = 1000;  // of one tag
};

// The parser is Gumbo: it follows the HTML standard, as browsers do, where
// libxml2 reads HTML 4 by rules of its own (no elements of HTML 5, no foster
// parents, other entities); lexbor is not in Debian 12. Controls other than
// blanks come out of it as U+FFFD. Gumbo has no limits:
// its destructor recurses as deep as the page is, and pages can be made that
// take quadratic time or space. So it gets memory from here, and parsing ends
// when an allocation finds a limit passed: by longjmp, as Gumbo knows no
// failure. Between the two ends of that jump there are only frames of C.
class HtmlTree {
 public:
  // `html` is UTF-8 and must outlive the tree. Error: ResourceExhausted, a
  // limit was passed.
  static absl::StatusOr<std::unique_ptr<HtmlTree>> Parse(
      std::string_view html, const HtmlLimits& limits = HtmlLimits());
  ~HtmlTree();
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  // Of type GUMBO_NODE_DOCUMENT.
  const GumboNode* document() const;

 private:
  struct Heap;

  HtmlTree();

  std::unique_ptr<Heap> heap_;
};

// The children of a document, element or template; null for other nodes.
const GumboVector* ChildrenOf(const GumboNode* node);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_HTML_TREE_H_
