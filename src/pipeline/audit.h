// What did this run miss? Brute force over the whole corpus for a sample.

#ifndef TIKRAR_PIPELINE_AUDIT_H_
#define TIKRAR_PIPELINE_AUDIT_H_

#include <cstdint>

#include "base/thread_pool.h"
#include "pipeline/assemble.h"
#include "pipeline/sketcher.h"
#include "tikrar/run.h"

namespace tikrar {

// Draws up to `sample_size` unique items of the unit (by a seeded hash of their
// content, so the same ones for any order of the input), finds by brute force
// every other unique item that the Judge accepts with one of them, and counts
// how many of these pairs this run has joined: as a verified pair or in one
// family. Exact copies, found by construction, are not counted.
// Cost: one pass over the corpus, and a comparison of each item with the
// samples that share a shingle with it, or are as short as it is.
AuditFigure AuditUnit(const UnitResult& unit, uint64_t sample_size,
                      const ScanPlan& plan, ThreadPool* pool);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_AUDIT_H_
