// A paper: its name, and what its pages carry around the articles.

#ifndef TIKRAR_GENERATE_PUBLISHER_H_
#define TIKRAR_GENERATE_PUBLISHER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/furniture_text.h"

namespace tikrar {

// There are so many different names.
inline constexpr size_t kMaxPublishers = 240;

struct FurniturePiece {
  std::string_view role;
  Placement placement = Placement::kTop;
  std::string_view pattern;
  double presence = 1;  // share of the paper's documents that carry it
};

enum class RelatedPlacement : uint8_t { kEnd, kMiddle, kTop };

struct RelatedStyle {
  double presence = 0;  // share of the paper's documents that have such a block
  RelatedPlacement placement = RelatedPlacement::kEnd;
  std::string_view header;
  std::string_view bullet;  // before each headline
  bool has_teasers = false;
};

struct Publisher {
  std::string name;
  std::string host;
  std::vector<FurniturePiece> pieces;  // in the order on the page
  RelatedStyle related;
  std::string_view paragraph_break = "\n";  // or an empty line
  // Shares of the paper's documents.
  double caption_share = 0;  // with a caption under a picture
  double caption_twice = 0;  // of these, with the caption twice
  double headline_twice = 0;
  double lead_twice = 0;
  double appended_share = 0;  // with another article appended
};

// REQUIRES: index < kMaxPublishers.
Publisher MakePublisher(uint64_t seed, size_t index);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_PUBLISHER_H_
