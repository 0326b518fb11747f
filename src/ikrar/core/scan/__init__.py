"""What is pictured of a ceremony, and how long the sealed picture is kept."""
