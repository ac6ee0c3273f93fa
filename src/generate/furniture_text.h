// What pages carry around an article. Slots:
//   %N  name of the paper       %T  title of the document
//   %W %D %M %m %Y %h  weekday, day, month (name, number), year, time
//   %p  a person   %c  a town   %t  tags   %#  a number

#ifndef TIKRAR_GENERATE_FURNITURE_TEXT_H_
#define TIKRAR_GENERATE_FURNITURE_TEXT_H_

#include <cstdint>
#include <string_view>

#include "absl/types/span.h"

namespace tikrar {

enum class Placement : uint8_t { kTop, kBottom, kGluedHead, kGluedTail };

// Furniture of one role: a paper that has it takes one of the templates, all
// lines of it.
struct FurnitureSort {
  std::string_view role;
  Placement placement;
  double share;                                  // of papers that have it
  absl::Span<const std::string_view> templates;  // lines joined by '\n'
};
// In the order on the page.
absl::Span<const FurnitureSort> FurnitureSorts();

absl::Span<const std::string_view> RelatedHeaders();
absl::Span<const std::string_view> ArticleHeaders();
absl::Span<const std::string_view> TeaserBylines();  // with %p %D %M %Y

struct PaperNoun {
  std::string_view name;  // الميناء
  std::string_view host;  // mina
};
absl::Span<const PaperNoun> PaperNouns();
absl::Span<const PaperNoun> PaperSorts();  // صحيفة

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_FURNITURE_TEXT_H_
