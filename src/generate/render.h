// A document as it stands on its page, and what is known about it.

#ifndef TIKRAR_GENERATE_RENDER_H_
#define TIKRAR_GENERATE_RENDER_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/edit.h"
#include "generate/lexicon.h"
#include "generate/plan.h"
#include "generate/publisher.h"
#include "generate/story.h"
#include "tikrar/document.h"

namespace tikrar {

// What the documents of a corpus have in common. Immutable.
struct World {
  World(uint64_t seed_value, uint32_t sources, double edit_strength);

  uint64_t seed;
  double edits;
  Lexicon lexicon;
  std::vector<Publisher> publishers;
};

// boilerplate, related and repeat: known from the document alone.
struct PageSpan {
  TextRange range;
  std::string_view kind;
  std::string_view role;  // "" is null
};

// Names a text that may stand in several documents: the story of a document,
// one of its paragraphs, or in one of these the quotation in marks or what is
// reported without.
enum class PartSort : uint8_t { kStory, kParagraph, kQuote, kSpeech };
struct Part {
  uint32_t story = 0;  // position in the cell
  PartSort sort = PartSort::kStory;
  uint32_t paragraph = 0;
  uint32_t speech = 0;  // of the paragraph
  friend auto operator<=>(const Part&, const Part&) = default;
};

// Where a part stands in a document.
struct Occurrence {
  Part part;
  TextRange range;
  std::string_view obfuscation = "none";  // the way it was copied
  Edits edits = 0;
  double score = 1;  // share of the words left as they were
};

struct Page {
  std::string id, source, url, date, title, text;
  std::vector<PageSpan> spans;  // by begin
  std::vector<Trap> traps;
  std::vector<Occurrence> occurrences;
};

// The document at `position` of the cell. Pure: needs no other page.
Page RenderPage(const World& world, uint64_t cell,
                const std::vector<DocumentPlan>& plans, uint32_t position);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_RENDER_H_
