/// A CPython feature release, such as 3.12.
package struct PythonVersion: Hashable, Sendable {
  package var major: Int
  package var minor: Int

  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The releases hermetic runs.
  package static let supported = PythonVersion(3, 9)...PythonVersion(3, 15)
}

extension PythonVersion: Comparable {
  package static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}

extension PythonVersion: CustomStringConvertible {
  package var description: String { "\(major).\(minor)" }
}
