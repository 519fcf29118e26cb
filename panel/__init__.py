"""Expert-panel adjudication of product-safety risks after 国质检法函〔2009〕293号."""
