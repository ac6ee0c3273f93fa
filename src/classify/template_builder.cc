#include "classify/template_builder.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tikrar {
namespace {

bool IsTime(std::string_view text) {
  return text.size() <= 8 && text.find(':') != std::string_view::npos;
}

std::string_view SlotText(Slot slot, std::string_view text) {
  switch (slot) {
    case Slot::kNumber:
      return IsTime(text) ? "<time>" : "<number>";
    case Slot::kDate:
      return "<date>";
    case Slot::kTitle:
      return "<title>";
    case Slot::kName:
      return "<name>";
    case Slot::kTags:
      return "<tags>";
    case Slot::kAddress:
      return "<address>";
    case Slot::kNone:
      break;
  }
  return "";
}

// The text with slots that most spans have; among equals the least.
std::string Commonest(const absl::flat_hash_map<std::string, uint32_t>& texts) {
  const std::string* best = nullptr;
  uint32_t count = 0;
  for (const auto& [text, times] : texts) {
    if (best == nullptr || times > count || (times == count && text < *best)) {
      best = &text;
      count = times;
    }
  }
  return *best;
}

Role CommonestRole(const std::map<Role, uint32_t>& roles) {
  return std::max_element(
             roles.begin(), roles.end(),
             [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

}  // namespace

void TemplateBuilder::Add(const FoundSpan& span,
                          const std::vector<SlotRange>& slots) {
  spans_.push_back(span);
  const std::string_view document = view_->Document(span.i).text;
  text_.clear();
  uint32_t at = span.range.begin;
  for (const SlotRange& slot : slots) {
    if (slot.range.begin < at || slot.range.end > span.range.end) continue;
    text_ += document.substr(at, slot.range.begin - at);
    text_ += SlotText(slot.slot, slot.range.In(document));
    at = slot.range.end;
  }
  text_ += document.substr(at, span.range.end - at);
  Draft& draft = drafts_[span.key];
  ++draft.roles[span.role];
  ++draft.texts[text_];
}

// `text` has slots; what was in them does not count.
bool TemplateBuilder::IsFormula(std::string_view text) const {
  // Brackets of verses of the Koran.
  if (text.find("\uFD3E") != std::string_view::npos) return true;
  if (text.find_first_of("/|*@") != std::string_view::npos) return false;
  return view_->classes->IsFormula(TokensOf(*view_->normalizer, text));
}

Furniture TemplateBuilder::Build() && {
  std::vector<std::tuple<std::string, uint64_t, Role>> order;
  order.reserve(drafts_.size());
  for (const auto& [key, draft] : drafts_) {
    std::string text = Commonest(draft.texts);
    if (IsFormula(text)) continue;
    order.emplace_back(std::move(text), key, CommonestRole(draft.roles));
  }
  std::sort(order.begin(), order.end());
  Furniture furniture(view_->store());
  absl::flat_hash_map<uint64_t, uint32_t> index;
  for (auto& [text, key, role] : order) {
    index[key] = static_cast<uint32_t>(furniture.templates.size());
    furniture.templates.push_back(
        {.text = std::move(text),
         .source = view_->source,
         .source_documents = static_cast<uint32_t>(view_->documents.size()),
         .role = role});
  }
  std::erase_if(
      spans_, [&](const FoundSpan& span) { return !index.contains(span.key); });
  std::sort(
      spans_.begin(), spans_.end(), [](const FoundSpan& a, const FoundSpan& b) {
        return std::tie(a.i, a.range.begin) < std::tie(b.i, b.range.begin);
      });
  std::vector<uint32_t> last_document(furniture.templates.size(), ~0u);
  for (const FoundSpan& span : spans_) {
    const uint32_t t = index[span.key];
    if (last_document[t] != span.i) ++furniture.templates[t].documents;
    last_document[t] = span.i;
    furniture.spans.push_back({.doc = view_->documents[span.i],
                               .range = span.range,
                               .token_begin = span.token_begin,
                               .token_end = span.token_end,
                               .role = furniture.templates[t].role,
                               .template_index = t});
  }
  for (FurnitureSpan& span : furniture.spans) {
    const FurnitureTemplate& t = furniture.templates[span.template_index];
    span.score = static_cast<double>(t.documents) / t.source_documents;
  }
  return furniture;
}

}  // namespace tikrar
