import HermeticPolicy
import HermeticSession

/// A policy that is asked about paths, while a plan is made.
struct PathJudge {
  private let bytes: [UInt8]

  init(_ policy: Policy) {
    bytes = PolicyImage.compile(policy)
  }

  /// Whether the actions on a path are all allowed.
  func allows(_ actions: ActionSet, _ path: String) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let image = unsafe PolicyImage(buffer) else { return false }
      var path = path
      return path.withUTF8 { text in
        Action.allCases.allSatisfy { action in
          unsafe !actions.contains(action) || image.decide(action, onPath: text) < 0
        }
      }
    }
  }
}
