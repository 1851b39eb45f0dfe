"""On air: a booth shows its work to everyone, with the job shelf beside the picture."""
