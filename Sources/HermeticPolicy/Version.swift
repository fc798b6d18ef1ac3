/// Which hermetic this is.
public enum HermeticVersion {
  /// By semantic versioning.
  public static let text = "0.1.0"
}
