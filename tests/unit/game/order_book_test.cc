#include "arbiter/game/order_book.h"

#include <gtest/gtest.h>

namespace haze::game {
namespace {

Order BurnAt(const std::string& id, double start) { return {.id = id, .start = dynamics::FromSeconds(start), .replaces = "", .action = Burn{.dv = Vector3(0, 1, 0), .rtn = true}}; }

TEST(OrderBook, HandsOutTheOrderThatStartsFirst) {
  OrderBook book;
  book.Add(BurnAt("late", 200), SimTime{0});
  book.Add(BurnAt("early", 100), SimTime{0});
  EXPECT_EQ(book.NextWaiting(Actuator::kAttitude)->order.id, "early");
  EXPECT_EQ(book.NextWaiting(Actuator::kTransmitter), nullptr);
}

TEST(OrderBook, TheLaterOfTwoWithOneStartCancelsTheEarlier) {
  OrderBook book;
  book.Add(BurnAt("first", 100), SimTime{0});
  book.Add(BurnAt("second", 100), SimTime{0});
  EXPECT_EQ(book.Find("first"), nullptr);
  const std::vector<OrderReport> reports = book.TakeReports(SimTime{0});
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].phase, OrderPhase::kCancelled);
  EXPECT_EQ(reports[0].detail, "superseded by second");
}

TEST(OrderBook, AFinishedOrderIsReportedOnceAndForgotten) {
  OrderBook book;
  book.Add(BurnAt("a", 1), SimTime{0});
  book.Finish("a", OrderPhase::kDone, SimTime{5}, "");
  EXPECT_TRUE(book.TakeFinished());
  EXPECT_FALSE(book.TakeFinished());
  EXPECT_EQ(book.TakeReports(SimTime{5}).size(), 1u);
  EXPECT_TRUE(book.TakeReports(SimTime{5}).empty());
}

}  // namespace
}  // namespace haze::game
