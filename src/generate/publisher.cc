#include "generate/publisher.h"

#include "generate/random.h"
#include "generate/streams.h"

namespace tikrar {
namespace {

constexpr std::string_view kBullets[] = {"", "- ", "• ", "* ", ""};

template <typename List>
const auto& Any(const List& list, Random* random) {
  return list[random->Below(std::size(list))];
}

RelatedStyle MakeRelatedStyle(Random* random) {
  RelatedStyle style;
  style.header = Any(RelatedHeaders(), random);
  style.bullet = Any(kBullets, random);
  style.has_teasers = random->Chance(0.25);
  const size_t place = random->Below(10);
  style.placement = place < 6   ? RelatedPlacement::kEnd
                    : place < 9 ? RelatedPlacement::kMiddle
                                : RelatedPlacement::kTop;
  if (random->Chance(0.6)) style.presence = random->Chance(0.5) ? 0.9 : 0.6;
  return style;
}

}  // namespace

Publisher MakePublisher(uint64_t seed, size_t index) {
  Random random(seed, index, kPublisherStream);
  Publisher publisher;
  const PaperNoun& noun = PaperNouns()[index % PaperNouns().size()];
  const PaperNoun& sort =
      PaperSorts()[(index / PaperNouns().size() + index) % PaperSorts().size()];
  publisher.name.append(sort.name).append(" ").append(noun.name);
  publisher.host.append(noun.host).append("-").append(sort.host);
  publisher.host += ".example";
  const size_t own_sort = index % FurnitureSorts().size();
  for (const FurnitureSort& furniture : FurnitureSorts()) {
    // One sort for certain, so that together the papers have them all.
    const bool is_own = &furniture == &FurnitureSorts()[own_sort];
    if (!random.Chance(furniture.share) && !is_own) continue;
    publisher.pieces.push_back(
        {.role = furniture.role,
         .placement = furniture.placement,
         .pattern = Any(furniture.templates, &random),
         .presence = random.Chance(0.7)
                         ? 1.0
                         : 0.5 + 0.05 * static_cast<double>(random.Below(10))});
  }
  publisher.related = MakeRelatedStyle(&random);
  if (random.Chance(0.4)) publisher.paragraph_break = "\n\n";
  publisher.caption_share = random.Chance(0.5) ? 0.5 : 0.05;
  publisher.caption_twice = random.Chance(0.4) ? 0.5 : 0.05;
  publisher.headline_twice = random.Chance(0.25) ? 0.3 : 0.01;
  publisher.lead_twice = random.Chance(0.15) ? 0.25 : 0.01;
  publisher.appended_share = random.Chance(0.3) ? 0.3 : 0.01;
  return publisher;
}

}  // namespace tikrar
