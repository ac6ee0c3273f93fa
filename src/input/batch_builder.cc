#include "input/batch_builder.h"

#include <limits>

#include "absl/strings/str_format.h"

namespace tikrar {
namespace {

constexpr uint64_t kMaxTextBytes = std::numeric_limits<uint32_t>::max();

}  // namespace

void BatchBuilder::Add(const Document& document, uint64_t replacements,
                       RecordPlace place) {
  if (document.text.size() > kMaxTextBytes) {
    Reject(absl::StrFormat("text: has %d bytes, expected at most %d",
                           document.text.size(), kMaxTextBytes),
           place);
    return;
  }
  batch_.documents.push_back({.id = arena_.Copy(document.id),
                              .source = arena_.Copy(document.source),
                              .url = arena_.Copy(document.url),
                              .date = arena_.Copy(document.date),
                              .title = arena_.Copy(document.title),
                              .text = arena_.Copy(document.text),
                              .input = input_,
                              .record = batch_.records});
  batch_.offsets.push_back(place.offset);
  ++batch_.records;
  batch_.replacements += replacements;
  batch_.text_bytes += document.text.size();
}

void BatchBuilder::Reject(std::string error, RecordPlace place) {
  batch_.rejects.push_back({.input = input_,
                            .record = batch_.records,
                            .line = place.line,
                            .offset = place.offset,
                            .error = std::move(error)});
  ++batch_.records;
}

}  // namespace tikrar
