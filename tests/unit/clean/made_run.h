// A run directory made by hand around files, so that every span and verdict
// can be had without a scan.

#ifndef TIKRAR_TESTS_UNIT_CLEAN_MADE_RUN_H_
#define TIKRAR_TESTS_UNIT_CLEAN_MADE_RUN_H_

#include <map>
#include <random>
#include <string>
#include <vector>

#include "tikrar/input.h"
#include "tikrar/run.h"
#include "unit/input/read_all.h"

namespace tikrar::testing {

struct MadeSpan {
  TextRange range;
  Kind kind = Kind::kBoilerplate;
  int64_t family = kNoId;
};

struct MadeDocument {
  std::string id;
  uint32_t input = 0;
  uint64_t record = 0;
  std::string text;
  std::string keeper;  // "": it stays
  std::vector<MadeSpan> spans;
};

struct MadeRun {
  std::string corpus;     // the folder
  std::string directory;  // of the run
  InputList list;
  std::vector<std::string> contents;  // of the inputs, decompressed
  std::vector<MadeDocument> documents;
  uint64_t families = 0;
};

// Reads the files of `corpus` and writes a run about them into `directory`, in
// which random stretches of the texts are spans and a fourth of the documents
// goes.
MadeRun MakeRun(const std::string& corpus, const std::string& directory,
                const InputOptions& options, std::mt19937* random);

// Writes files of every format, compression and sort of damage into the
// folder.
void MakeCorpus(const TempFolder& folder, size_t documents,
                std::mt19937* random);

// The bytes of a file, decompressed as its name says, up to where it breaks.
std::string Content(const std::string& path);

// By path below the folder.
std::map<std::string, std::string> FilesOf(const std::string& folder);

}  // namespace tikrar::testing

#endif  // TIKRAR_TESTS_UNIT_CLEAN_MADE_RUN_H_
