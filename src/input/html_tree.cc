#include "input/html_tree.h"

#include <csetjmp>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// How many allocations may pass before the depth is looked at again. Each
// element makes two or more.
constexpr size_t kDepthInterval = 128;

// Children looked at from the last one back to find an element: text and
// comments may follow the one that is still open.
constexpr unsigned kMaxTrailing = 16;

// What goes before each block of memory that Gumbo gets; keeps malloc's
// alignment.
struct alignas(std::max_align_t) BlockHeader {
  BlockHeader* previous;
  BlockHeader* next;
  size_t size;
};

// With what malloc adds on average.
constexpr size_t kOverheadBytes = sizeof(BlockHeader) + 16;

enum class Stop { kNone, kMemory, kTreeBytes, kDepth, kAttributes };

bool IsElement(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

// The elements that may still be open in the tree of `document` are the last
// children from the top down, and what was moved out in front of a table.
// Whether these are more than `max_depth` > 0.
bool IsDeeperThan(size_t max_depth, const GumboNode* document) {
  // Two branches may part at each table; the shorter ones are few.
  const GumboNode* branches[64];
  size_t branch_count = 0;
  branches[branch_count++] = document;
  for (size_t seen = 0; branch_count > 0; ++seen) {
    if (seen > max_depth) return true;
    const GumboNode* const node = branches[--branch_count];
    const GumboVector* const children = ChildrenOf(node);
    unsigned trailing = 0;
    unsigned i = children->length;
    while (i > 0 && trailing < kMaxTrailing) {
      const auto* child = static_cast<const GumboNode*>(children->data[--i]);
      if (!IsElement(child)) {
        ++trailing;
        continue;
      }
      if (branch_count == std::size(branches)) return true;
      branches[branch_count++] = child;
      if (child->v.element.tag != GUMBO_TAG_TABLE) break;
      ++trailing;
    }
  }
  return false;
}

}  // namespace

const GumboVector* ChildrenOf(const GumboNode* node) {
  if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
  return IsElement(node) ? &node->v.element.children : nullptr;
}

struct HtmlTree::Heap {
  static void* Allocate(void* heap, size_t size) {
    return static_cast<Heap*>(heap)->Allocate(size);
  }
  static void Free(void* heap, void* memory) {
    if (memory != nullptr) static_cast<Heap*>(heap)->Free(memory);
  }

  void* Allocate(size_t size);
  void Free(void* memory);
  Stop Check(size_t size);
  bool Parse(std::string_view html);

  HtmlLimits limits;
  BlockHeader blocks = {&blocks, &blocks, 0};  // of a ring, its start
  size_t bytes = 0;
  size_t allocations = 0;
  size_t attributes = 0;  // since the last node
  Stop stop = Stop::kNone;
  std::jmp_buf jump;
  // The first thing that Gumbo asks memory for, all zero until it is filled:
  // the way to the tree while it grows.
  const GumboOutput* output = nullptr;
};

Stop HtmlTree::Heap::Check(size_t size) {
  if (bytes + size + kOverheadBytes > limits.max_tree_bytes)
    return Stop::kTreeBytes;
  // Other things may have these sizes too. They are rare, and a tag with some
  // attributes more or less than the limit does no harm.
  if (size == sizeof(GumboAttribute)) {
    if (++attributes > limits.max_attributes) return Stop::kAttributes;
  } else if (size == sizeof(GumboNode)) {
    attributes = 0;
  }
  if (++allocations % kDepthInterval != 0) return Stop::kNone;
  if (output == nullptr || output->document == nullptr) return Stop::kNone;
  return IsDeeperThan(limits.max_depth, output->document) ? Stop::kDepth
                                                          : Stop::kNone;
}

void* HtmlTree::Heap::Allocate(size_t size) {
  stop = Check(size);
  void* const memory = stop == Stop::kNone
                           ? std::calloc(1, sizeof(BlockHeader) + size)
                           : nullptr;
  if (memory == nullptr) {
    if (stop == Stop::kNone) stop = Stop::kMemory;
    std::longjmp(jump, 1);
  }
  auto* const block = static_cast<BlockHeader*>(memory);
  *block = {blocks.previous, &blocks, size};
  block->previous->next = block;
  blocks.previous = block;
  bytes += size + kOverheadBytes;
  if (output == nullptr) {
    output = reinterpret_cast<const GumboOutput*>(block + 1);
  }
  return block + 1;
}

void HtmlTree::Heap::Free(void* memory) {
  BlockHeader* const block = static_cast<BlockHeader*>(memory) - 1;
  block->previous->next = block->next;
  block->next->previous = block->previous;
  bytes -= block->size + kOverheadBytes;
  std::free(block);
}

// False if a limit was passed.
bool HtmlTree::Heap::Parse(std::string_view html) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Heap::Allocate;
  options.deallocator = &Heap::Free;
  options.userdata = this;
  options.max_errors = 0;
  if (setjmp(jump) != 0) return false;
  output = gumbo_parse_with_options(&options, html.data(), html.size());
  return true;
}

HtmlTree::HtmlTree() : heap_(std::make_unique<Heap>()) {}

HtmlTree::~HtmlTree() {
  BlockHeader* block = heap_->blocks.next;
  while (block != &heap_->blocks) {
    BlockHeader* const next = block->next;
    std::free(block);
    block = next;
  }
}

const GumboNode* HtmlTree::document() const { return heap_->output->document; }

absl::StatusOr<std::unique_ptr<HtmlTree>> HtmlTree::Parse(
    std::string_view html, const HtmlLimits& limits) {
  const auto fail = [](const std::string& what) {
    return MakeStatus(absl::StatusCode::kResourceExhausted, "html", what);
  };
  if (html.size() > limits.max_page_bytes) {
    return fail(absl::StrFormat("has %d bytes, expected at most %d",
                                html.size(), limits.max_page_bytes));
  }
  std::unique_ptr<HtmlTree> tree(new HtmlTree);
  tree->heap_->limits = limits;
  if (tree->heap_->Parse(html)) return tree;
  switch (tree->heap_->stop) {
    case Stop::kAttributes:
      return fail(
          absl::StrFormat("a tag has too many attributes, expected at most %d",
                          limits.max_attributes));
    case Stop::kDepth:
      return fail(
          absl::StrFormat("elements are nested too deep, expected at most %d",
                          limits.max_depth));
    case Stop::kTreeBytes:
      return fail(
          absl::StrFormat("needs too much memory, expected at most %d bytes",
                          limits.max_tree_bytes));
    default:
      return fail("not enough memory");
  }
}

}  // namespace tikrar
