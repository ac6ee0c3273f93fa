#include "evaluate/corpus_texts.h"

#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "text/segment_chars.h"

namespace tikrar {
namespace {

class TextVisitor {
 public:
  TextVisitor(const std::vector<std::string>& inputs,
              const InputOptions& options, const RunDocuments& documents,
              const std::function<void(uint32_t, std::string_view)>& visit)
      : inputs_(inputs),
        options_(options),
        documents_(documents),
        visit_(visit) {}

  absl::Status Run() {
    TIKRAR_ASSIGN_OR_RETURN(const InputList list, ListInputs(inputs_));
    for (uint32_t i = 0; i < list.files.size(); ++i) {
      TIKRAR_RETURN_IF_ERROR(VisitFile(list.files[i], i));
    }
    if (next_ != documents_.rows().size()) {
      return Differs(absl::StrFormat("has %d documents", next_),
                     absl::StrFormat("%d", documents_.rows().size()));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status VisitFile(const InputFile& file, uint32_t index) {
    TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<ChunkReader> reader,
                            ChunkReader::Open(file, index, options_));
    for (;;) {
      RawChunk chunk;
      TIKRAR_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&chunk));
      if (!has_more) return absl::OkStatus();
      const DocumentBatch batch = ParseChunk(file, options_, std::move(chunk));
      for (const Document& document : batch.documents) {
        TIKRAR_RETURN_IF_ERROR(VisitDocument(document.text));
      }
    }
  }

  absl::Status VisitDocument(std::string_view text) {
    if (next_ >= documents_.rows().size()) {
      return Differs("has more documents",
                     absl::StrFormat("%d", documents_.rows().size()));
    }
    const RunDocument& row = documents_.rows()[next_];
    if (row.bytes != text.size()) {
      return Differs(absl::StrFormat("document %d has %d bytes of text", next_,
                                     text.size()),
                     absl::StrFormat("%d", row.bytes));
    }
    visit_(next_++, text);
    return absl::OkStatus();
  }

  absl::Status Differs(std::string_view actual, std::string_view expected) {
    return MakeStatus(
        absl::StatusCode::kDataLoss, absl::StrJoin(inputs_, ", "),
        absl::StrFormat("%s, expected %s as in the run", actual, expected));
  }

  const std::vector<std::string>& inputs_;
  const InputOptions& options_;
  const RunDocuments& documents_;
  const std::function<void(uint32_t, std::string_view)>& visit_;
  uint32_t next_ = 0;
};

}  // namespace

absl::Status VisitTexts(
    const std::vector<std::string>& inputs, const InputOptions& options,
    const RunDocuments& documents,
    const std::function<void(uint32_t doc, std::string_view text)>& visit) {
  return TextVisitor(inputs, options, documents, visit).Run();
}

CharacterIndex::CharacterIndex(std::string_view text, Counted counted) {
  before_.reserve(text.size() + 1);
  uint32_t count = 0;
  for (size_t i = 0; i < text.size();) {
    const bool is_counted =
        !IsWhiteSpace(NextChar(text, &i)) || counted == Counted::kCodePoints;
    before_.push_back(count);
    count += is_counted ? 1 : 0;
    // An offset within the character counts as its end.
    before_.resize(i, count);
  }
  before_.push_back(count);
}

}  // namespace tikrar
